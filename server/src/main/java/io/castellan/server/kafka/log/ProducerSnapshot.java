package io.castellan.server.kafka.log;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition's producers in a file, {@code <offset>.snapshot}, valid for the log up
 * to that offset, exclusively.
 *
 * <pre>
 * version int16 = 1, crc uint32 (CRC-32C over what follows), count int32, then per producer 46 bytes:
 * producerId int64, epoch int16, lastSequence int32, lastOffset int64, offsetDelta int32, timestamp int64,
 * coordinatorEpoch int32, txnFirstOffset int64 (-1 none)
 * </pre>
 *
 * <p>Only the last batch of a producer survives in it, out of five.
 */
final class ProducerSnapshot {
  private static final short VERSION = 1;
  private static final int HEADER_BYTES = 10;
  private static final int CRC_OFFSET = 2;
  private static final int ENTRY_BYTES = 46;

  private ProducerSnapshot() {}

  /**
   * Writes the snapshot of an offset; forced if so wanted. A crash meanwhile leaves a file that
   * fails its checksum and is passed over.
   */
  static Path write(Path directory, long offset, ProducerStates producers, boolean force) {
    Path path = SegmentFiles.path(directory, offset, SegmentFiles.SNAPSHOT);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES * producers.all().size());
    bytes.putShort(VERSION).putInt(0).putInt(producers.all().size());
    for (ProducerState producer : producers.all()) {
      ProducerState.Batch last = producer.last();
      bytes
          .putLong(producer.producerId)
          .putShort(producer.epoch)
          .putInt(producer.lastSequence())
          .putLong(last == null ? -1 : last.lastOffset())
          .putInt(last == null ? 0 : last.offsetDelta())
          .putLong(producer.lastTimestamp)
          .putInt(producer.coordinatorEpoch)
          .putLong(producer.txnFirstOffset);
    }
    bytes.putInt(CRC_OFFSET, checksum(bytes)).flip();
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (force) {
        file.force(true);
      }
    } catch (IOException e) {
      throw StorageException.failed("write", path, e);
    }
    return path;
  }

  /** Forces a snapshot that is still there. */
  static void force(Path path) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.force(true);
    } catch (java.nio.file.NoSuchFileException e) {
      // Deleted with its segment before its turn came.
      return;
    } catch (IOException e) {
      throw StorageException.broken("force", path, e);
    }
  }

  /**
   * Reads a snapshot into an empty state.
   *
   * @return what is wrong with the file, null if nothing is
   */
  static @Nullable String read(Path path, ProducerStates into) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    } catch (IOException e) {
      throw StorageException.failed("read", path, e);
    }
    if (bytes.remaining() < HEADER_BYTES) {
      return "size: " + bytes.remaining() + " (expected: >= " + HEADER_BYTES + ")";
    }
    short version = bytes.getShort();
    if (version != VERSION) {
      return "version: " + version + " (expected: " + VERSION + ")";
    }
    int crc = bytes.getInt();
    int computed = checksum(bytes.duplicate().position(bytes.limit()));
    if (crc != computed) {
      return String.format("CRC-32C: %08x (expected: %08x as computed)", crc, computed);
    }
    int count = bytes.getInt();
    if (count < 0
        || count != bytes.remaining() / ENTRY_BYTES
        || bytes.remaining() % ENTRY_BYTES != 0) {
      return "producers: " + count + " (expected: as many as " + bytes.remaining() + " bytes hold)";
    }
    for (int i = 0; i < count; i++) {
      into.restore(readProducer(bytes));
    }
    return null;
  }

  private static ProducerState readProducer(ByteBuffer bytes) {
    ProducerState producer = new ProducerState(bytes.getLong());
    producer.epoch = bytes.getShort();
    int lastSequence = bytes.getInt();
    long lastOffset = bytes.getLong();
    int offsetDelta = bytes.getInt();
    long timestamp = bytes.getLong();
    if (lastOffset >= 0) {
      producer.add(new ProducerState.Batch(lastSequence, lastOffset, offsetDelta, timestamp));
    }
    producer.lastTimestamp = timestamp;
    producer.coordinatorEpoch = bytes.getInt();
    producer.txnFirstOffset = bytes.getLong();
    return producer;
  }

  /** The checksum of what lies between the header's and the buffer's position. */
  private static int checksum(ByteBuffer written) {
    CRC32C crc = new CRC32C();
    crc.update(written.duplicate().flip().position(CRC_OFFSET + 4));
    return (int) crc.getValue();
  }

  /** The snapshots of a directory by their offsets. */
  static NavigableMap<Long, Path> list(Path directory) {
    NavigableMap<Long, Path> snapshots = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*" + SegmentFiles.SNAPSHOT)) {
      for (Path file : files) {
        Long offset = SegmentFiles.offsetOf(file.getFileName().toString());
        if (offset != null) {
          snapshots.put(offset, file);
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("list", directory, e);
    }
    return snapshots;
  }

  static boolean exists(Path directory, long offset) {
    return Files.exists(SegmentFiles.path(directory, offset, SegmentFiles.SNAPSHOT));
  }

  /**
   * Deletes the snapshots above the log's end, and those that earlier shutdowns have left: of no
   * segment's base, and not the newest.
   */
  static void deleteStray(Path directory, List<Segment> segments, long endOffset) {
    NavigableMap<Long, Path> all = list(directory);
    all.tailMap(endOffset, false).values().forEach(ProducerSnapshot::delete);
    NavigableMap<Long, Path> valid = all.headMap(endOffset, true);
    Set<Long> bases = segments.stream().map(Segment::baseOffset).collect(Collectors.toSet());
    for (Map.Entry<Long, Path> snapshot : valid.entrySet()) {
      if (!bases.contains(snapshot.getKey()) && !snapshot.getKey().equals(valid.lastKey())) {
        delete(snapshot.getValue());
      }
    }
  }

  /** Deletes the snapshots of offsets below one. */
  static void deleteBelow(Path directory, long offset) {
    list(directory).headMap(offset, false).values().forEach(ProducerSnapshot::delete);
  }

  /** Deletes the snapshots of offsets above one. */
  static void deleteAbove(Path directory, long offset) {
    list(directory).tailMap(offset, false).values().forEach(ProducerSnapshot::delete);
  }

  /** Deletes the snapshot of an offset, if there is one. */
  static void delete(Path directory, long offset) {
    delete(SegmentFiles.path(directory, offset, SegmentFiles.SNAPSHOT));
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw StorageException.failed("delete", path, e);
    }
  }
}
