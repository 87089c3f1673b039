package io.castellan.server.zkclient;

import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.Exists;
import io.castellan.zk.protocol.message.GetAcl;
import io.castellan.zk.protocol.message.GetChildren;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.message.Sync;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper client: submits operations, from any thread, to one session.
 *
 * <p>Every callback and every call of the listener runs on the executor that was given, in the
 * order in which the server answered. Paths are absolute and without the chroot, in both
 * directions. See {@link ZkResult} for how an operation can end.
 */
public final class ZkClient implements AutoCloseable {
  private final Session session;
  private final Executor executor;
  private final Chroot chroot;

  private ZkClient(Session session, Executor executor, Chroot chroot) {
    this.session = session;
    this.executor = executor;
    this.chroot = chroot;
  }

  /**
   * Start a client; it connects in the background, and goes on trying for ever.
   *
   * @param executor runs one task after another: a lane
   * @param listener told of the session
   */
  public static ZkClient start(
      ZkServers servers, ZkSettings settings, Executor executor, SessionListener listener) {
    Chroot chroot = new Chroot(settings.chroot());
    Session session = new Session(servers, settings, chroot, executor, listener);
    session.start();
    return new ZkClient(session, executor, chroot);
  }

  /** Create a node; the answer holds its path, with the number of a sequential one. */
  public void create(
      String path,
      byte @Nullable [] data,
      List<Acl> acl,
      CreateMode mode,
      Consumer<ZkResult<Create.Response>> callback) {
    create(chroot.absolute(path), data, acl, mode, chroot::created, callback);
  }

  /**
   * Create the chroot and its parents where they are missing; ends with {@code OK} when the chroot
   * is there.
   */
  public void createChroot(List<Acl> acl, Consumer<KeeperError> callback) {
    createChroot(chroot.prefixes(), acl, callback);
  }

  /**
   * Delete a node.
   *
   * @param version the version that it must have, or -1 for any
   */
  public void delete(String path, int version, Consumer<ZkResult<Delete.Response>> callback) {
    Delete.Request request = new Delete.Request(chroot.absolute(path), version);
    submit(OpCode.DELETE, request::write, nothing -> new Delete.Response(), null, callback);
  }

  /** Look whether a node exists, and leave a watch on it or on its creation. */
  public void exists(String path, boolean watch, Consumer<ZkResult<Exists.Response>> callback) {
    Exists.Request request = new Exists.Request(chroot.absolute(path), watch);
    submit(
        OpCode.EXISTS,
        request::write,
        Exists.Response::read,
        watch(watch, WatchTable.Kind.EXISTS, request.path()),
        callback);
  }

  /** Read a node, and leave a watch on it if it exists. */
  public void getData(String path, boolean watch, Consumer<ZkResult<GetData.Response>> callback) {
    GetData.Request request = new GetData.Request(chroot.absolute(path), watch);
    submit(
        OpCode.GET_DATA,
        request::write,
        GetData.Response::read,
        watch(watch, WatchTable.Kind.DATA, request.path()),
        callback);
  }

  /**
   * Replace a node's data.
   *
   * @param version the version that it must have, or -1 for any
   */
  public void setData(
      String path,
      byte @Nullable [] data,
      int version,
      Consumer<ZkResult<SetData.Response>> callback) {
    SetData.Request request = new SetData.Request(chroot.absolute(path), data, version);
    submit(OpCode.SET_DATA, request::write, SetData.Response::read, null, callback);
  }

  /** List a node's children, in no order, and leave a watch on the list if the node exists. */
  public void getChildren(
      String path, boolean watch, Consumer<ZkResult<GetChildren.Response>> callback) {
    GetChildren.Request request = new GetChildren.Request(chroot.absolute(path), watch);
    submit(
        OpCode.GET_CHILDREN,
        request::write,
        GetChildren.Response::read,
        watch(watch, WatchTable.Kind.CHILD, request.path()),
        callback);
  }

  /** Read a node's access control list. */
  public void getAcl(String path, Consumer<ZkResult<GetAcl.Response>> callback) {
    GetAcl.Request request = new GetAcl.Request(chroot.absolute(path));
    submit(OpCode.GET_ACL, request::write, GetAcl.Response::read, null, callback);
  }

  /**
   * Replace a node's access control list.
   *
   * @param version the aversion that it must have, or -1 for any
   */
  public void setAcl(
      String path, List<Acl> acl, int version, Consumer<ZkResult<SetAcl.Response>> callback) {
    SetAcl.Request request = new SetAcl.Request(chroot.absolute(path), acl, version);
    submit(OpCode.SET_ACL, request::write, SetAcl.Response::read, null, callback);
  }

  /** Carry out several writes together or none of them. */
  public void multi(List<ZkWrite> writes, Consumer<ZkResult<Multi.Response>> callback) {
    Multi.Request request = new Multi.Request(writes.stream().map(chroot::part).toList());
    submit(OpCode.MULTI, request::write, chroot::multi, null, callback);
  }

  /** Wait until the server that this client talks to has applied what the leader had committed. */
  public void sync(String path, Consumer<ZkResult<Sync.Response>> callback) {
    Sync.Request request = new Sync.Request(chroot.absolute(path));
    submit(OpCode.SYNC, request::write, Sync.Response::read, null, callback);
  }

  /** The session's id now, or 0 while there is none. */
  public long sessionId() {
    return session.sessionId();
  }

  /**
   * Close the session, so that its ephemeral nodes go at once, and wait for the server's answer, at
   * most a second. Not on the client's event loop.
   */
  @Override
  public void close() {
    session.close();
  }

  private void create(
      String absolute,
      byte @Nullable [] data,
      List<Acl> acl,
      CreateMode mode,
      Function<JuteReader, Create.Response> reader,
      Consumer<ZkResult<Create.Response>> callback) {
    Create.Request request = new Create.Request(absolute, data, acl, mode.flags());
    submit(OpCode.CREATE, request::write, reader, null, callback);
  }

  private void createChroot(List<String> prefixes, List<Acl> acl, Consumer<KeeperError> callback) {
    if (prefixes.isEmpty()) {
      executor.execute(() -> callback.accept(KeeperError.OK));
      return;
    }
    create(
        prefixes.get(0),
        null,
        acl,
        CreateMode.PERSISTENT,
        Create.Response::read,
        result -> {
          if (result.isOk() || result.error() == KeeperError.NODE_EXISTS) {
            createChroot(prefixes.subList(1, prefixes.size()), acl, callback);
          } else {
            callback.accept(result.error());
          }
        });
  }

  private static PendingOp.@Nullable Watch watch(
      boolean watch, WatchTable.Kind kind, String absolutePath) {
    return watch ? new PendingOp.Watch(kind, absolutePath) : null;
  }

  private <T> void submit(
      OpCode type,
      Consumer<JuteWriter> body,
      Function<JuteReader, T> reader,
      PendingOp.@Nullable Watch watch,
      Consumer<ZkResult<T>> callback) {
    session.submit(
        new PendingOp<>(type, session.knownGeneration(), body, reader, watch, executor, callback));
  }
}
