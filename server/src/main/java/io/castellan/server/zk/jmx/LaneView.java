package io.castellan.server.zk.jmx;

import io.castellan.server.lane.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets a thread of a JMX client wait for what a lane knows. For any thread but the lane's. */
final class LaneView {
  private static final long PATIENCE_SECONDS = 10;

  private final Lane lane;

  LaneView(Lane lane) {
    this.lane = lane;
  }

  /**
   * Looks, on the lane.
   *
   * @throws IllegalStateException when the looking failed, or the lane does not come to it
   */
  <T> T look(Supplier<T> onLane) {
    CompletableFuture<T> seen = new CompletableFuture<>();
    lane.execute(
        () -> {
          try {
            seen.complete(onLane.get());
          } catch (RuntimeException e) {
            seen.completeExceptionally(e); // who only looks must not end the server
          }
        });
    try {
      return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "lane: " + lane.name() + " busy (expected: an answer in " + PATIENCE_SECONDS + " s)", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
