package io.castellan.server.kafka.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The outcomes of one request's parts, which come in any order and on any thread; when the last is
 * there, all are handed on in the order of the parts.
 *
 * @param <T> one part's outcome
 */
final class Outcomes<T> {
  private final AtomicReferenceArray<T> slots;
  private final AtomicInteger open;
  private final Consumer<List<T>> done;

  /**
   * @param count how many parts there are; for none, {@code done} runs at once
   * @param done takes all outcomes, on the thread that brought the last
   */
  Outcomes(int count, Consumer<List<T>> done) {
    this.slots = new AtomicReferenceArray<>(count);
    this.open = new AtomicInteger(count);
    this.done = done;
    if (count == 0) {
      done.accept(Collections.emptyList());
    }
  }

  /** The outcome of a part; once for each. */
  void set(int part, T outcome) {
    slots.set(part, outcome);
    if (open.decrementAndGet() == 0) {
      List<T> all = new ArrayList<>(slots.length());
      for (int i = 0; i < slots.length(); i++) {
        all.add(slots.get(i));
      }
      done.accept(all);
    }
  }
}
