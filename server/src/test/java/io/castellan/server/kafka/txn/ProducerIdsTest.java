package io.castellan.server.kafka.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProducerIdsTest {
  private final ArrayDeque<Consumer<@Nullable ProducerIdBlock>> asked = new ArrayDeque<>();
  private final ProducerIds ids = new ProducerIds(Runnable::run, asked::add);
  private final List<@Nullable Long> handedOut = new ArrayList<>();

  @Test
  void handsOutEveryIdOfItsBlocksOnceAndInOrder() {
    ids.next(handedOut::add);
    asked.remove().accept(new ProducerIdBlock(5000, 5999));
    for (int i = 1; i < 900; i++) {
      ids.next(handedOut::add);
    }
    assertEquals(1, asked.size(), "a block is reserved before the current one is used up");
    for (int i = 900; i < 1000; i++) {
      ids.next(handedOut::add);
    }
    assertEquals(1000, handedOut.size());
    ids.next(handedOut::add);
    assertEquals(1000, handedOut.size(), "nothing is handed out that was not reserved");

    asked.remove().accept(new ProducerIdBlock(7000, 7999));

    for (int i = 0; i < 1000; i++) {
      assertEquals(5000L + i, handedOut.get(i));
    }
    assertEquals(7000L, handedOut.get(1000));
    assertEquals(0, asked.size());
  }

  @Test
  void tellsThoseWhoWaitThatThereIsNoBlockAndAsksAgainForTheNext() {
    ids.next(handedOut::add);
    ids.next(handedOut::add);
    assertEquals(1, asked.size());
    asked.remove().accept(null);
    assertEquals(2, handedOut.size());
    assertEquals(null, handedOut.get(1));

    ids.next(handedOut::add);
    asked.remove().accept(new ProducerIdBlock(0, 999));
    assertEquals(0L, handedOut.get(2));
  }
}
