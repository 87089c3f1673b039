package io.castellan.server.zk.tool;

import io.castellan.server.storage.AppendFile;
import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.store.LogFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new log file, written from entries of another. */
final class LogCopy implements AutoCloseable {
  private static final int EXIT_CANNOT_WRITE = 1;
  private static final int GATHER_BYTES = 1 << 16;

  private final AppendFile file;
  private final ByteBuf gathered = Unpooled.buffer();

  LogCopy(Path path, long dbid) throws ToolException {
    if (Files.exists(path)) {
      throw new ToolException(
          EXIT_CANNOT_WRITE, "Recovery file " + path + " already exists or not writable");
    }
    this.file = AppendFile.create(path);
    gathered.writeInt(LogFormat.MAGIC).writeInt(LogFormat.VERSION).writeLong(dbid);
  }

  void append(byte[] blob, long checksum) {
    gathered.writeLong(checksum).writeInt(blob.length).writeBytes(blob).writeByte(LogFormat.END);
    if (gathered.readableBytes() >= GATHER_BYTES) {
      write();
    }
  }

  /** Returns once all of it is on stable storage. */
  void finish() {
    write();
    file.force(true);
  }

  /** Takes it back: half a log under such a name would only mislead. */
  void delete() {
    try {
      Files.deleteIfExists(file.path());
    } catch (java.io.IOException e) {
      throw StorageException.failed("delete", file.path(), e);
    }
  }

  private void write() {
    file.append(gathered);
    gathered.clear();
  }

  @Override
  public void close() {
    file.close();
  }
}
