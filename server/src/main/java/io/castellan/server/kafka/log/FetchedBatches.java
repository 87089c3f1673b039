package io.castellan.server.kafka.log;

import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.Records;
import org.jspecify.annotations.Nullable;

/**
 * What a follower has fetched, judged: checksums are right, offsets ascend and continue the log.
 *
 * @param problem what is wrong, null if nothing is
 * @param validBytes how many bytes are whole batches
 * @param firstOffset the first batch's, -1 if there is none
 * @param nextOffset the offset after the last batch
 */
record FetchedBatches(@Nullable String problem, int validBytes, long firstOffset, long nextOffset) {

  static FetchedBatches judge(Records records, long logEndOffset) {
    long first = -1;
    long next = logEndOffset;
    try {
      while (records.next()) {
        records.ensureValid();
        long base = records.baseOffset();
        long last = records.lastOffset();
        if (base < next || last < base) {
          return new FetchedBatches(
              "offsets: " + base + " to " + last + " (expected: >= " + next + ", ascending)",
              0,
              -1,
              next);
        }
        first = first < 0 ? base : first;
        next = last + 1;
      }
    } catch (InvalidRecordException e) {
      return new FetchedBatches(String.valueOf(e.getMessage()), 0, -1, next);
    }
    return new FetchedBatches(null, records.position(), first, next);
  }
}
