package io.castellan.server.kafka.log;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The aborted transactions of a segment in the order of their markers: its {@code .txnindex} file,
 * which exists only if there are any.
 *
 * <pre>
 * version int16 = 0, producerId int64, firstOffset int64, lastOffset int64, lastStableOffset int64
 * </pre>
 *
 * <p>All of them are in memory: a transaction that aborts is rare. Owner: the partition's lane; any
 * thread may read {@link #all}, whose list never changes.
 */
final class AbortedTxnIndex {
  static final int ENTRY_BYTES = 34;
  private static final short VERSION = 0;

  private volatile List<AbortedTxn> entries = List.of();
  private volatile Path path;

  AbortedTxnIndex(Path path) {
    this.path = path;
  }

  /**
   * Takes the entries that the file holds.
   *
   * @return false if its content cannot be right
   */
  boolean load() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      List<AbortedTxn> loaded = new ArrayList<>(bytes.remaining() / ENTRY_BYTES);
      while (bytes.remaining() >= ENTRY_BYTES) {
        short version = bytes.getShort();
        AbortedTxn txn =
            new AbortedTxn(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        boolean ascends =
            loaded.isEmpty() || txn.lastOffset() > loaded.get(loaded.size() - 1).lastOffset();
        if (version < VERSION || txn.firstOffset() > txn.lastOffset() || !ascends) {
          return false;
        }
        loaded.add(txn);
      }
      entries = List.copyOf(loaded);
      return !bytes.hasRemaining();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw StorageException.failed("read", path, e);
    }
  }

  /** The transactions, in the order of their markers. */
  List<AbortedTxn> all() {
    return entries;
  }

  /** Appends a transaction, to the file as well. */
  void append(AbortedTxn txn) {
    List<AbortedTxn> more = new ArrayList<>(entries);
    more.add(txn);
    ByteBuffer bytes =
        ByteBuffer.allocate(ENTRY_BYTES)
            .putShort(VERSION)
            .putLong(txn.producerId())
            .putLong(txn.firstOffset())
            .putLong(txn.lastOffset())
            .putLong(txn.lastStableOffset())
            .flip();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long position = (long) entries.size() * ENTRY_BYTES;
      while (bytes.hasRemaining()) {
        position += file.write(bytes, position);
      }
    } catch (IOException e) {
      throw StorageException.failed("append to", path, e);
    }
    entries = List.copyOf(more);
  }

  /** Drops the transactions whose markers lie at or above an offset. */
  void truncateTo(long offset) {
    List<AbortedTxn> kept = entries.stream().filter(txn -> txn.lastOffset() < offset).toList();
    try {
      if (kept.isEmpty()) {
        Files.deleteIfExists(path);
      } else {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.truncate((long) kept.size() * ENTRY_BYTES);
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("truncate", path, e);
    }
    entries = kept;
  }

  /** Forces the file, if there is one. */
  void force() {
    if (entries.isEmpty()) {
      return;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.force(true);
    } catch (NoSuchFileException e) {
      return; // renamed to be deleted since
    } catch (IOException e) {
      throw StorageException.broken("force", path, e);
    }
  }

  Path path() {
    return path;
  }

  void renamed(Path to) {
    path = to;
  }
}
