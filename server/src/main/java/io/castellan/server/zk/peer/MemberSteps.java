package io.castellan.server.zk.peer;

import io.castellan.server.zk.ensemble.Step;

/** Carries out the steps that only a member of an ensemble has to do. */
@FunctionalInterface
public interface MemberSteps {
  /**
   * Begin a step. On the ensemble lane.
   *
   * @param next to be called on the ensemble lane once the step is done, if it takes longer than
   *     this call
   * @return whether it is done already
   */
  boolean begin(Step step, Runnable next);
}
