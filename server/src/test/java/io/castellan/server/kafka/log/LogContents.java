package io.castellan.server.kafka.log;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.InvalidRecordException;
import io.castellan.kafka.protocol.record.RecordBatch;
import io.castellan.kafka.protocol.record.RecordReader;
import io.castellan.kafka.protocol.record.Records;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a log holds, for tests of other packages. */
public final class LogContents {
  private LogContents() {}

  /** The values of all records, in their order. */
  public static List<String> values(LogView view) {
    List<String> values = new ArrayList<>();
    long at = view.logStartOffset();
    while (true) {
      LogRead read = view.read(at, 1 << 20, Isolation.LOG_END, true);
      assertEquals(ErrorCode.NONE, read.error());
      LogSlice slice = read.slice();
      if (slice == null) {
        return values;
      }
      Records records = new Records().wrap(Unpooled.wrappedBuffer(TestLog.bytes(slice)));
      try (RecordReader reader = new RecordReader(RecordReader.Depth.WHOLE, 1 << 20)) {
        while (records.next()) {
          RecordBatch batch = records.batch();
          batch.ensureValid();
          reader.open(batch);
          while (reader.next()) {
            if (reader.record().offset() >= at) {
              values.add(requireNonNull(reader.record().value()).toString(StandardCharsets.UTF_8));
            }
          }
          at = batch.nextOffset();
        }
      } catch (InvalidRecordException e) {
        throw new AssertionError(e);
      }
    }
  }
}
