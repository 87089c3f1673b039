package io.castellan.server.zk.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {
  @Test
  void numbersAreWrittenAsTheFormatterOfStockServersWritesThem() {
    for (int counter :
        new int[] {
          0, 1, 9, 10, 123_456_789, 1_234_567_890, Integer.MAX_VALUE, -1, Integer.MIN_VALUE
        }) {
      assertEquals(String.format(Locale.ROOT, "%010d", counter), SequenceNumber.of(counter));
    }
  }
}
