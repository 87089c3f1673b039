package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.ControlRecord;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds what a log remembers of its producers: the newest snapshot that is right, and the
 * batches after it.
 */
final class ProducerReplay {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerReplay.class);

  private final Path directory;
  private final Segment[] segments;

  ProducerReplay(Path directory, Segment[] segments) {
    this.directory = directory;
    this.segments = segments;
  }

  /**
   * Makes the state that the log has at an offset.
   *
   * @param producers is cleared first
   * @param logStartOffset batches before it do not count
   * @param until the offset, exclusively
   */
  void rebuild(ProducerStates producers, long logStartOffset, long until) {
    long from = Math.max(logStartOffset, loadSnapshot(producers, until));
    for (int i = 0; i < segments.length; i++) {
      boolean before = i + 1 < segments.length && segments[i + 1].baseOffset() <= from;
      if (!before && segments[i].baseOffset() < until) {
        replay(segments[i], producers, from, until);
      }
    }
  }

  /**
   * Loads the newest snapshot at or below an offset, deletes those that are damaged, and returns
   * the offset that it is valid for.
   */
  private long loadSnapshot(ProducerStates producers, long until) {
    NavigableMap<Long, Path> candidates = ProducerSnapshot.list(directory).headMap(until, true);
    for (Map.Entry<Long, Path> snapshot : candidates.descendingMap().entrySet()) {
      producers.clear();
      String problem = ProducerSnapshot.read(snapshot.getValue(), producers);
      if (problem == null) {
        return snapshot.getKey();
      }
      LOG.warn(
          "producer snapshot passed over file={} problem=\"{}\"", snapshot.getValue(), problem);
      ProducerSnapshot.delete(snapshot.getValue());
    }
    producers.clear();
    return 0;
  }

  private static void replay(Segment segment, ProducerStates producers, long from, long until) {
    BatchCursor cursor = segment.find(from, segment.sizeInBytes());
    if (cursor == null) {
      return;
    }
    try {
      do {
        if (cursor.baseOffset() >= until) {
          return;
        }
        apply(cursor, producers);
      } while (cursor.next());
    } catch (InvalidRecordException e) {
      throw StorageException.corrupt(segment.path(), e.position(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes note of the batch that a cursor stands on. Returns the transaction that it aborts, if
   * any.
   */
  static @Nullable AbortedTxn apply(BatchCursor cursor, ProducerStates producers)
      throws InvalidRecordException {
    if (cursor.magic() < RecordBatch.MAGIC || !cursor.batch().hasProducerId()) {
      return null;
    }
    RecordBatch batch = cursor.batch();
    if (!batch.isControl()) {
      return producers.apply(batch, null);
    }
    RecordBatch whole = new RecordBatch().wrap(cursor.readWhole(), 0);
    return producers.apply(whole, ControlRecord.of(whole));
  }
}
