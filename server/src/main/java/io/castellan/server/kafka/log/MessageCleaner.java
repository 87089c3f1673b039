package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.EntryReader;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.LegacyMessages;
import io.castellan.kafka.protocol.record.LegacySetBuilder;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/**
 * Decides what a compaction leaves of a message, or a compressed set of them, of magic 0 or 1, and
 * writes that. These formats have no place for a horizon: a tombstone goes once its segment is
 * older than what was compacted before it by more than {@code delete.retention.ms}.
 *
 * <p>Used by one thread.
 */
final class MessageCleaner {
  private final OffsetMap map;
  private final boolean retainTombstones;
  private final EntryReader reader;
  private final BitSet kept = new BitSet();

  MessageCleaner(OffsetMap map, boolean retainTombstones, int maxRecordBytes) {
    this.map = map;
    this.retainTombstones = retainTombstones;
    this.reader = new EntryReader(maxRecordBytes);
  }

  /**
   * Writes what stays of an entry, which may be nothing.
   *
   * @throws InvalidRecordException if the entry cannot be read: then it must not be lost
   */
  void clean(Records entry, ByteBuf out) throws InvalidRecordException {
    kept.clear();
    int read = 0;
    try (reader) {
      for (reader.open(entry); reader.next(); read++) {
        kept.set(read, stays(reader.record()));
      }
    }
    int count = kept.cardinality();
    if (count == read) {
      entry.copyTo(out);
    } else if (count > 0) {
      rewrite(entry, out);
    }
  }

  private boolean stays(Record record) {
    if (record.offset() > map.latestOffset()) {
      return true; // the map was full before it came to this one
    }
    ByteBuf key = record.key();
    return key != null
        && record.offset() >= map.get(key)
        && (record.valueSize() >= 0 || retainTombstones);
  }

  private void rewrite(Records entry, ByteBuf out) throws InvalidRecordException {
    LegacyMessages messages = entry.legacy();
    Compression codec = messages.compression();
    LegacySetBuilder builder =
        new LegacySetBuilder(
            out,
            entry.magic(),
            codec == null ? Compression.NONE : codec,
            messages.timestampType(),
            messages.timestamp());
    boolean finished = false;
    try (reader) {
      reader.open(entry);
      for (int i = 0; reader.next(); i++) {
        if (kept.get(i)) {
          builder.append(reader.record());
        }
      }
      builder.finish();
      finished = true;
    } finally {
      if (!finished) {
        builder.abandon();
      }
    }
  }
}
