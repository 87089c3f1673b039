package io.castellan.server.zk.store;

import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Adler32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one snapshot. Owned by the thread that calls {@link #write}, which may take as long as it
 * needs: the state it writes does not change.
 */
public final class SnapshotWriter {
  private static final int FLUSH_BYTES = 1 << 16;

  private final OutputStream out;
  private final Adler32 adler = new Adler32();

  /** Of the kind that the log is written from: one kind makes the code of both the quicker. */
  private final ByteBuf pending = Unpooled.directBuffer(2 * FLUSH_BYTES);

  private final byte[] chunk = new byte[FLUSH_BYTES];
  private final JuteWriter jute = new JuteWriter(pending);
  private final Map<List<Acl>, Long> aclIds = new LinkedHashMap<>();

  private SnapshotWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a snapshot. It gets its name when it is complete and forced; one that was there before
   * under this name is replaced.
   *
   * @return where it lies
   * @throws StorageException if the disk fails; nothing is left behind under a snapshot's name
   */
  public static Path write(StoreLayout layout, SnapshotSource source, SnapshotSettings settings) {
    Path target = layout.snapshot(source.zxid(), settings.compression());
    Path unfinished = StoreLayout.unfinished(target);
    try (FileChannel file =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      SteadyFile steady = new SteadyFile(file);
      OutputStream out = settings.compression().compress(steady);
      SnapshotWriter writer = new SnapshotWriter(out);
      try {
        writer.writeAll(source, settings);
      } finally {
        writer.pending.release();
      }
      if (out instanceof GZIPOutputStream gzip) {
        gzip.finish();
      }
      out.flush();
      steady.force();
      out.close();
    } catch (IOException e) {
      throw failed(unfinished, e);
    } catch (UncheckedIOException e) {
      throw failed(unfinished, Objects.requireNonNull(e.getCause()));
    }
    try {
      Directories.rename(unfinished, target);
    } catch (StorageException failed) {
      // One that is said to have failed must not be what the next start loads.
      throw withoutFile(Files.exists(unfinished) ? unfinished : target, failed);
    }
    return target;
  }

  private static StorageException failed(Path unfinished, IOException cause) {
    return withoutFile(unfinished, StorageException.failed("write", unfinished, cause));
  }

  private static StorageException withoutFile(Path file, StorageException failed) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
    return failed;
  }

  private void writeAll(SnapshotSource source, SnapshotSettings settings) throws IOException {
    jute.writeInt(SnapshotFormat.MAGIC);
    jute.writeInt(SnapshotFormat.VERSION);
    jute.writeLong(SnapshotFormat.DBID);
    writeSessions(source.sessions());
    writeAcls(source);
    source.forEachNode(this::writeNode);
    jute.writeString(SnapshotFormat.END);
    seal();
    @Nullable TxnDigest digest = settings.digest() ? source.digest() : null;
    if (digest != null) {
      jute.writeLong(source.zxid());
      digest.write(jute);
      seal();
    }
    if (settings.lastZxid() && (digest != null || settings.lastZxidAlone())) {
      jute.writeLong(source.zxid());
      seal();
    }
    flush();
  }

  private void writeSessions(Map<Long, Integer> sessions) {
    jute.writeInt(sessions.size());
    sessions.forEach(
        (id, timeoutMs) -> {
          jute.writeLong(id);
          jute.writeInt(timeoutMs);
          flushIfLarge();
        });
  }

  /**
   * Two looks at all nodes, because the table stands before them and the tree has none of its own
   * numbers.
   */
  private void writeAcls(SnapshotSource source) {
    source.forEachAcl(
        acl -> {
          if (!isOpen(acl)) {
            aclIds.putIfAbsent(acl, aclIds.size() + 1L);
          }
        });
    jute.writeInt(aclIds.size());
    aclIds.forEach(
        (acl, id) -> {
          jute.writeLong(id);
          Acl.writeList(acl, jute);
          flushIfLarge();
        });
  }

  private void writeNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    jute.writeString(path.equals(SnapshotFormat.END) ? "" : path);
    jute.writeBuffer(data);
    jute.writeLong(isOpen(acl) ? SnapshotFormat.OPEN_ACL_ID : aclId(path, acl));
    stat.write(jute);
    flushIfLarge();
  }

  private long aclId(String path, List<Acl> acl) {
    Long id = aclIds.get(acl);
    if (id == null) {
      throw new IllegalStateException(
          "acl of " + path + ": appeared while the snapshot was written");
    }
    return id;
  }

  private static boolean isOpen(List<Acl> acl) {
    return acl == Acl.OPEN || acl.equals(Acl.OPEN);
  }

  /** Writes the checksum of everything before it, earlier seals included. */
  private void seal() throws IOException {
    flush();
    jute.writeLong(adler.getValue());
    jute.writeString(SnapshotFormat.END);
  }

  private void flushIfLarge() {
    if (pending.readableBytes() >= FLUSH_BYTES) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void flush() throws IOException {
    while (pending.isReadable()) {
      int bytes = Math.min(pending.readableBytes(), chunk.length);
      pending.readBytes(chunk, 0, bytes);
      adler.update(chunk, 0, bytes);
      out.write(chunk, 0, bytes);
    }
    pending.clear();
  }
}
