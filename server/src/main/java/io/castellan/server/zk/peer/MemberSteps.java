package io.castellan.server.zk.peer;

import io.castellan.server.zk.ensemble.Step;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out the steps that only a member of an ensemble has to do. */
@FunctionalInterface
public interface MemberSteps {
  /**
   * Begin a step. On the ensemble lane.
   *
   * @return null when it is done; else what is to be done on the txnlog lane, which returns what is
   *     then to be done on the ensemble lane before the next step begins
   */
  @Nullable Supplier<Runnable> begin(Step step);
}
