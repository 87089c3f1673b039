package io.castellan.server.zk.disk;

import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads one snapshot into a tree. Owned by the thread that recovers. */
final class SnapshotReading implements AutoCloseable {
  private final ZxidFile file;
  private final ZnodeTree tree;
  private final ChecksummedInput in;

  private SnapshotReading(ZxidFile file, ZnodeTree tree, ChecksummedInput in) {
    this.file = file;
    this.tree = tree;
    this.in = in;
  }

  /**
   * Read a snapshot; when it fails, the tree is in no state to be used, and another snapshot may be
   * read into it.
   *
   * @throws StorageException when the file is damaged or cannot be read
   */
  static void read(ZxidFile file, ZnodeTree tree) {
    try (SnapshotReading reading =
        new SnapshotReading(file, tree, new ChecksummedInput(file.path(), open(file.path())))) {
      reading.readAll();
    } catch (IOException e) {
      throw StorageException.failed("read", file.path(), e);
    } catch (IllegalArgumentException e) {
      throw StorageException.corrupt(file.path(), String.valueOf(e.getMessage()));
    }
  }

  private static InputStream open(Path path) throws IOException {
    String name = path.getFileName().toString();
    if (name.endsWith(".snappy")) {
      throw StorageException.refused(path, "compression: snappy (expected: none or gz)");
    }
    InputStream raw = Files.newInputStream(path);
    return name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
  }

  private void readAll() throws IOException {
    int magic = in.readInt();
    int version = in.readInt();
    in.readLong();
    if (magic != SnapshotFormat.MAGIC || version != LogFormat.VERSION) {
      throw StorageException.corrupt(file.path(), 0, "not a snapshot: " + magic);
    }
    tree.beginLoad(file.zxid());
    readSessions();
    readNodes(readAcls());
    tree.endLoad();
    in.readSeal();
    readTail();
  }

  private void readSessions() throws IOException {
    int count = in.readCount("sessions");
    for (int i = 0; i < count; i++) {
      long id = in.readLong();
      tree.loadSession(id, in.readInt());
    }
  }

  private Map<Long, List<Acl>> readAcls() throws IOException {
    Map<Long, List<Acl>> acls = new HashMap<>();
    acls.put(SnapshotFormat.OPEN_ACL, Acl.OPEN);
    int count = in.readCount("acls");
    for (int i = 0; i < count; i++) {
      long id = in.readLong();
      int entries = in.readCount("acl entries");
      List<Acl> acl = new ArrayList<>(Math.min(entries, 16));
      for (int j = 0; j < entries; j++) {
        int perms = in.readInt();
        String scheme = in.readString();
        acl.add(new Acl(perms, new Id(scheme, in.readString())));
      }
      acls.put(id, tree.acls().intern(acl));
    }
    return acls;
  }

  private void readNodes(Map<Long, List<Acl>> acls) throws IOException {
    String path = in.readString();
    while (!path.equals(SnapshotFormat.SEAL)) {
      byte[] data = in.readBuffer();
      long aclId = in.readLong();
      List<Acl> acl = acls.get(aclId);
      if (acl == null) {
        throw StorageException.corrupt(
            file.path(), in.position(), "acl: " + aclId + " (expected: one of the table)");
      }
      tree.loadNode(path, data, acl, readStat());
      path = in.readString();
    }
  }

  private StatPersisted readStat() throws IOException {
    long czxid = in.readLong();
    long mzxid = in.readLong();
    long ctimeMs = in.readLong();
    long mtimeMs = in.readLong();
    int version = in.readInt();
    int cversion = in.readInt();
    int aversion = in.readInt();
    long ephemeralOwner = in.readLong();
    long pzxid = in.readLong();
    return new StatPersisted(
        czxid, mzxid, ctimeMs, mtimeMs, version, cversion, aversion, ephemeralOwner, pzxid);
  }

  /**
   * The parts behind the first seal: a digest (since 3.6), the last zxid (since 3.9), each with a
   * seal, each optional; how much is left tells which are there. The digest is of the log's zxid
   * that stands with it, which need not be this snapshot's, so it is compared while the log is
   * replayed, by the digests in the log itself.
   */
  private void readTail() throws IOException {
    int left = in.remainingUpTo(2 * SnapshotFormat.SEAL_BYTES + SnapshotFormat.DIGEST_BYTES + 9);
    if (left >= SnapshotFormat.DIGEST_BYTES + SnapshotFormat.SEAL_BYTES) {
      long zxid = in.readLong();
      int version = in.readInt();
      if (version != TxnDigest.VERSION) {
        return; // of a development release, with a digest in another form
      }
      long digest = in.readLong();
      if (zxid == file.zxid() && zxid != 0 && isWrong(digest)) {
        throw StorageException.corrupt(
            file.path(),
            "digest: "
                + Long.toHexString(tree.image().digest())
                + " (expected: "
                + Long.toHexString(digest)
                + ")");
      }
      in.readSeal();
    }
    if (in.remainingUpTo(Long.BYTES) == Long.BYTES) {
      in.readLong();
      in.readSeal();
    }
  }

  private boolean isWrong(long digest) {
    return tree.image().rules().digesting() && tree.image().digest() != digest;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
