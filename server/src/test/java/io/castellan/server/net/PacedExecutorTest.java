package io.castellan.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedExecutorTest {
  private static final int TASKS = 10_000;

  @Test
  void letsOtherTasksOfTheLoopGoBeforeThousandsOfItsOwn() throws Exception {
    try (Transport transport = Transport.open("paced", 1)) {
      EventLoop loop = transport.eventLoops().next();
      PacedExecutor paced = new PacedExecutor(loop);
      List<Integer> ran = new ArrayList<>(); // owned by the loop
      CompletableFuture<Integer> ranBefore = new CompletableFuture<>();
      CompletableFuture<List<Integer>> all = new CompletableFuture<>();
      loop.execute(
          () -> {
            for (int i = 0; i < TASKS; i++) {
              int number = i;
              paced.execute(() -> ran.add(number));
            }
            paced.execute(() -> all.complete(ran));
            paced.release();
            loop.execute(() -> ranBefore.complete(ran.size()));
          });
      assertTrue(ranBefore.get(10, TimeUnit.SECONDS) <= PacedExecutor.BATCH);
      List<Integer> order = all.get(10, TimeUnit.SECONDS);
      assertEquals(TASKS, order.size());
      for (int i = 0; i < TASKS; i++) {
        assertEquals(i, order.get(i));
      }
    }
  }

  @Test
  void losesNoTaskThatComesWhileItEnds() throws Exception {
    try (Transport transport = Transport.open("paced", 1)) {
      PacedExecutor paced = new PacedExecutor(transport.eventLoops().next());
      for (int i = 0; i < TASKS; i++) {
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        paced.execute(() -> ran.complete(true));
        paced.release();
        assertTrue(ran.get(10, TimeUnit.SECONDS));
      }
    }
  }
}
