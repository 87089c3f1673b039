package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who waits until the image shows something. Owned by the controller lane. */
final class ImageWaiters {
  private final Lane lane;
  private final List<Waiter> waiters = new ArrayList<>();

  private record Waiter(
      Predicate<ClusterImage> wanted, Timer timer, Consumer<ClusterImage> shown) {}

  ImageWaiters(Lane lane) {
    this.lane = lane;
  }

  /**
   * Wait.
   *
   * @param now the image now
   * @param timeoutMs how long at most; 0 or less does not wait
   * @param shown runs once: with the first image that shows what is wanted
   * @param timedOut runs instead when that takes too long
   */
  void await(
      ClusterImage now,
      Predicate<ClusterImage> wanted,
      long timeoutMs,
      Consumer<ClusterImage> shown,
      Runnable timedOut) {
    if (wanted.test(now)) {
      shown.accept(now);
    } else if (timeoutMs <= 0) {
      timedOut.run();
    } else {
      List<Waiter> self = new ArrayList<>(1);
      Timer timer =
          lane.schedule(
              timeoutMs,
              () -> {
                waiters.removeAll(self);
                timedOut.run();
              });
      Waiter waiter = new Waiter(wanted, timer, shown);
      self.add(waiter);
      waiters.add(waiter);
    }
  }

  void onImage(ClusterImage image) {
    if (waiters.isEmpty()) {
      return;
    }
    List<Waiter> satisfied = new ArrayList<>();
    waiters.removeIf(waiter -> waiter.wanted.test(image) && satisfied.add(waiter));
    for (Waiter waiter : satisfied) {
      waiter.timer.cancel();
      waiter.shown.accept(image);
    }
  }
}
