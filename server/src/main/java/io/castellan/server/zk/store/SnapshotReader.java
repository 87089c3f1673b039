package io.castellan.server.zk.store;

import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one snapshot. Which of the parts at its end are there is decided by how many bytes are
 * left, so that the files of every release and every setting can be read.
 */
public final class SnapshotReader {
  private static final Logger log = LoggerFactory.getLogger(SnapshotReader.class);
  private static final int FIRST_LIST_CAPACITY = 16;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int CLOCK_EVERY = 1024;

  private final SnapshotInput in;
  private final TreeSink sink;
  private final Path file;
  private final long snapshotZxid;
  private final LongSupplier nanoTime;
  private final Map<Long, List<Acl>> acls = new HashMap<>();
  private long nodeCount;
  private long nextProgressNanos;

  private SnapshotReader(
      SnapshotInput in, TreeSink sink, StoreLayout.ZxidFile file, LongSupplier nanoTime) {
    this.in = in;
    this.sink = sink;
    this.file = file.path();
    this.snapshotZxid = file.zxid();
    this.nanoTime = nanoTime;
    this.nextProgressNanos = nanoTime.getAsLong() + PROGRESS_NANOS;
    acls.put(SnapshotFormat.OPEN_ACL_ID, Acl.OPEN);
  }

  /**
   * Reads a snapshot into a sink.
   *
   * @param maxLengthBytes the longest path or data to accept, see {@link
   *     io.castellan.zk.protocol.jute.JuteLimits#maxLengthBytes}
   * @param nanoTime a monotonic clock, for the lines that tell of progress
   * @throws JuteException if the file is corrupt; the sink has then received some of it
   * @throws StorageException if the file cannot be read
   */
  public static void read(
      StoreLayout.ZxidFile file, TreeSink sink, int maxLengthBytes, LongSupplier nanoTime) {
    Path path = file.path();
    SnapshotCompression compression = compressionOf(path);
    String problem = SnapshotProbe.problem(path);
    if (problem != null) {
      throw new JuteException(problem);
    }
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = compression.decompress(raw)) {
      sink.beginLoad(file.zxid());
      new SnapshotReader(new SnapshotInput(in, maxLengthBytes), sink, file, nanoTime).readAll();
      sink.endLoad();
    } catch (ZipException e) {
      throw new JuteException("compressed stream: " + e.getMessage());
    } catch (IOException e) {
      if (compression != SnapshotCompression.NONE
          && !(e instanceof FileSystemException || e instanceof ClosedChannelException)) {
        throw new JuteException("compressed stream: " + e);
      }
      throw StorageException.failed("read", path, e);
    }
  }

  static SnapshotCompression compressionOf(Path path) {
    String name = String.valueOf(path.getFileName());
    for (SnapshotCompression compression : SnapshotCompression.values()) {
      if (compression != SnapshotCompression.NONE && name.endsWith(compression.suffix())) {
        return compression;
      }
    }
    return SnapshotCompression.NONE;
  }

  private void readAll() throws IOException {
    expect("magic", in.readInt("magic"), SnapshotFormat.MAGIC);
    expect("version", in.readInt("version"), SnapshotFormat.VERSION);
    in.readLong("dbid");
    for (int left = in.readCount("session count"); left > 0; left--) {
      long id = in.readLong("session id");
      sink.loadSession(id, in.readInt("session timeout"));
    }
    for (int left = in.readCount("acl count"); left > 0; left--) {
      long id = in.readLong("acl id");
      acls.put(id, readAcl());
    }
    readNodes();
    checkSeal();
    readTail();
  }

  private void readNodes() throws IOException {
    boolean rootSeen = false;
    for (String path = in.readString("path");
        !path.equals(SnapshotFormat.END);
        path = in.readString("path")) {
      byte @Nullable [] data = in.readBuffer("data");
      long aclId = in.readLong("acl id");
      List<Acl> acl = acls.get(aclId);
      if (acl == null) {
        throw JuteException.of("acl id of " + path, aclId, "an id of the table");
      }
      if (path.isEmpty() == rootSeen || !(path.isEmpty() || path.startsWith("/"))) {
        throw new JuteException("path: \"" + path + "\" (expected: the root once, and first)");
      }
      rootSeen = true;
      sink.loadNode(path.isEmpty() ? "/" : path, data, acl, readStat());
      nodeCount++;
      tellProgress();
    }
    if (!rootSeen) {
      throw new JuteException("nodes: none (expected: at least the root)");
    }
  }

  private void tellProgress() {
    if (nodeCount % CLOCK_EVERY == 0 && nanoTime.getAsLong() - nextProgressNanos >= 0) {
      nextProgressNanos = nanoTime.getAsLong() + PROGRESS_NANOS;
      log.info("loading a snapshot nodes={} bytes={} file={}", nodeCount, in.position(), file);
    }
  }

  /**
   * The parts that 3.6 and 3.9 have added. A newer release may add more behind them, which is
   * passed over.
   */
  private void readTail() throws IOException {
    int bothBytes = SnapshotFormat.DIGEST_TAIL_BYTES + SnapshotFormat.ZXID_TAIL_BYTES;
    int left = in.remainingUpTo(bothBytes);
    boolean digest = left == SnapshotFormat.DIGEST_TAIL_BYTES || left == bothBytes;
    boolean zxid = left == SnapshotFormat.ZXID_TAIL_BYTES || left == bothBytes;
    if (left != 0 && !digest && !zxid) {
      throw JuteException.of("bytes after the nodes", left, "0, 21, 33 or 54");
    }
    if (digest) {
      readDigest();
    }
    if (zxid) {
      long lastZxid = in.readLong("last zxid");
      checkSeal();
      sink.loadLastZxid(lastZxid);
    }
  }

  /** Stock writes a zxid of 0 when it has none, and one before the file's may be left over. */
  private void readDigest() throws IOException {
    long zxid = in.readLong("digest zxid");
    int version = in.readInt("digest version");
    TxnDigest digest = new TxnDigest(version, in.readLong("digest"));
    checkSeal();
    if (zxid != 0 && zxid >= snapshotZxid) {
      sink.loadDigest(zxid, digest);
    }
  }

  private List<Acl> readAcl() throws IOException {
    int count = in.readInt("acl entry count");
    List<Acl> acl = new ArrayList<>(Math.min(Math.max(count, 0), FIRST_LIST_CAPACITY));
    for (int i = 0; i < count; i++) {
      int perms = in.readInt("perms");
      String scheme = in.readString("scheme");
      acl.add(new Acl(perms, new Id(scheme, in.readString("id"))));
    }
    return Collections.unmodifiableList(acl);
  }

  private StatPersisted readStat() throws IOException {
    return new StatPersisted(
        in.readLong("czxid"),
        in.readLong("mzxid"),
        in.readLong("ctime"),
        in.readLong("mtime"),
        in.readInt("version"),
        in.readInt("cversion"),
        in.readInt("aversion"),
        in.readLong("ephemeralOwner"),
        in.readLong("pzxid"));
  }

  private void checkSeal() throws IOException {
    long computed = in.checksum();
    long written = in.readLong("checksum");
    if (computed != written) {
      throw JuteException.of("checksum before position " + in.position(), written, "" + computed);
    }
    String mark = in.readString("end mark");
    if (!mark.equals(SnapshotFormat.END)) {
      throw new JuteException("end mark: \"" + mark + "\" (expected: \"/\")");
    }
  }

  private static void expect(String what, int value, int expected) {
    if (value != expected) {
      throw JuteException.of(what, value, "" + expected);
    }
  }
}
