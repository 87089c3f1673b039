package io.castellan.server.zk.disk;

import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.Directories;
import io.castellan.server.zk.peer.SnapshotImage;
import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.zip.Adler32;

/** Writes one snapshot, from an image that does not change meanwhile. Owned by one thread. */
final class SnapshotWriting implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 * 1024;
  private static final String TEMPORARY = "tmp.";

  private final SnapshotImage image;
  private final AppendFile file;
  private final IdentityHashMap<List<Acl>, Long> aclIds = new IdentityHashMap<>();
  private final ByteBuf chunk = Unpooled.directBuffer(CHUNK_BYTES);
  private final JuteWriter writer = new JuteWriter(chunk);
  private final Adler32 checksum = new Adler32();

  private SnapshotWriting(SnapshotImage image, AppendFile file) {
    this.image = image;
    this.file = file;
  }

  /** Write a snapshot; on return it is complete, forced, and has its name. */
  static void write(Path directory, SnapshotImage image) {
    Path path = ZxidFile.snapshot(directory, image.zxid());
    Path temporary = directory.resolve(TEMPORARY + path.getFileName());
    Directories.delete(temporary);
    try (SnapshotWriting writing = new SnapshotWriting(image, AppendFile.create(temporary))) {
      writing.writeAll();
      writing.file.force(true);
    }
    Directories.rename(temporary, path);
  }

  private void writeAll() {
    writer.writeInt(SnapshotFormat.MAGIC);
    writer.writeInt(LogFormat.VERSION);
    writer.writeLong(SnapshotFormat.DB_ID);
    writer.writeInt(image.sessions().size());
    image
        .sessions()
        .forEach(
            (id, timeoutMs) -> {
              writer.writeLong(id);
              writer.writeInt(timeoutMs);
              passOnFull();
            });
    writeAcls();
    image.tree().forEach(this::writeNode);
    writer.writeString(SnapshotFormat.SEAL);
    seal();
    if (image.tree().rules().digesting()) {
      // A reader of 3.9 expects both parts or neither.
      writer.writeLong(image.zxid());
      writer.writeInt(TxnDigest.VERSION);
      writer.writeLong(image.tree().digest());
      seal();
      writer.writeLong(image.zxid());
      seal();
    }
    passOn();
  }

  /** Nodes share their lists, so one walk over the tree finds them all by identity. */
  private void writeAcls() {
    image
        .tree()
        .forEach(
            (path, node) -> {
              if (!isOpen(node.acl())) {
                aclIds.putIfAbsent(node.acl(), aclIds.size() + 1L);
              }
            });
    writer.writeInt(aclIds.size());
    aclIds.forEach(
        (acl, id) -> {
          writer.writeLong(id);
          Acl.writeList(acl, writer);
          passOnFull();
        });
  }

  private void writeNode(String path, Znode node) {
    writer.writeString(path);
    writer.writeBuffer(node.data());
    writer.writeLong(isOpen(node.acl()) ? SnapshotFormat.OPEN_ACL : aclIds.get(node.acl()));
    node.statPersisted().write(writer);
    passOnFull();
  }

  private static boolean isOpen(List<Acl> acl) {
    return acl.isEmpty() || acl == Acl.OPEN;
  }

  /** The checksum over everything so far, earlier checksums included. */
  private void seal() {
    passOn();
    writer.writeLong(checksum.getValue());
    writer.writeString(SnapshotFormat.SEAL);
  }

  private void passOnFull() {
    if (chunk.readableBytes() >= CHUNK_BYTES / 2) {
      passOn();
    }
  }

  private void passOn() {
    checksum.update(chunk.nioBuffer());
    file.append(chunk);
    chunk.clear();
  }

  @Override
  public void close() {
    chunk.release();
    file.close();
  }
}
