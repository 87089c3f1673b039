package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.EntryReader;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Record;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.ByteBuf;

/** Takes the keys of batches into the map of a compaction. Used by one thread. */
final class KeyReader {
  private final EntryReader reader;

  KeyReader(int maxRecordBytes) {
    reader = new EntryReader(maxRecordBytes);
  }

  /**
   * Takes the keys of a batch from an offset on.
   *
   * @return false if the map has become full before the batch's end
   */
  boolean learn(Records entry, long from, OffsetMap map) throws InvalidRecordException {
    try (reader) {
      reader.open(entry);
      while (reader.next()) {
        Record record = reader.record();
        ByteBuf key = record.key();
        if (key != null && record.offset() >= from) {
          if (map.isFull()) {
            return false;
          }
          map.put(key, record.offset());
        }
      }
    }
    return true;
  }
}
