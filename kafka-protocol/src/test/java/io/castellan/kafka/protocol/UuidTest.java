package io.castellan.kafka.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UuidTest {

  @Test
  void textIsWhatStockWritesAndReads() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Uuid uuid = new Uuid(random.nextLong(), random.nextLong());
      assertEquals(
          new org.apache.kafka.common.Uuid(uuid.mostSignificantBits(), uuid.leastSignificantBits())
              .toString(),
          uuid.toString());
      assertEquals(uuid, Uuid.parse(uuid.toString()));
    }
    assertEquals("AAAAAAAAAAAAAAAAAAAAAA", Uuid.ZERO.toString());
  }

  @Test
  void refusesTextThatIsNoUuid() {
    assertThrows(IllegalArgumentException.class, () -> Uuid.parse("AAAA"));
    assertThrows(IllegalArgumentException.class, () -> Uuid.parse("AAAAAAAAAAAAAAAAAAAA//"));
  }
}
