package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.fetch.ConvertedSlice;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.kafka.log.LogRead;
import io.castellan.server.kafka.log.LogSlice;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.storage.StorageException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites what a fetch has found for a client of an older format. Off the event loop, since it
 * reads files.
 */
final class FetchConversion {
  private static final Logger log = LoggerFactory.getLogger(FetchConversion.class);

  /** How many times the largest batch one record may be, expanded: it has to be held in memory. */
  private static final long MAX_EXPANSION = 64;

  private final int version;
  private final Isolation isolation;
  private final Executor executor;

  FetchConversion(int version, Isolation isolation, Executor executor) {
    this.version = version;
    this.isolation = isolation;
    this.executor = executor;
  }

  /**
   * Converts a slice. Where nothing in it is of use to the client, as with the ends of
   * transactions, what follows it is taken instead, up to the end of what may be seen.
   *
   * @param reading what the slice is for
   * @param found taken over
   */
  FetchReading convert(FetchReading reading, LogSlice found, LogView view) {
    long offset = reading.target().wanted().fetchOffset();
    LogSlice slice = found;
    try {
      while (true) {
        ConvertedSlice.Begun begun =
            ConvertedSlice.begin(slice, terms(reading, slice.sizeInBytes()), executor);
        if (begun.error() != ErrorCode.NONE) {
          return FetchReading.failed(reading.topic(), reading.target(), begun.error());
        }
        if (begun.records() != null) {
          return reading.withRecords(begun.records());
        }
        if (begun.nextOffset() <= offset) {
          return reading.withoutSlice();
        }
        offset = begun.nextOffset();
        LogRead read = view.read(offset, reading.maxBytes(), isolation, true);
        if (read.slice() == null) {
          return reading.withoutSlice();
        }
        slice = read.slice();
      }
    } catch (StorageException e) {
      log.error(
          "read failed partition={}-{}", reading.topic(), reading.target().wanted().partition(), e);
      return FetchReading.failed(reading.topic(), reading.target(), ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  private ConvertedSlice.Terms terms(FetchReading reading, int sliceBytes) {
    long largest = Math.max(sliceBytes, 1 << 20);
    return new ConvertedSlice.Terms(
        version < 2 ? 0 : 1,
        reading.target().wanted().fetchOffset(),
        reading.maxBytes(),
        version < 3,
        (int) Math.min(Integer.MAX_VALUE, largest * MAX_EXPANSION));
  }
}
