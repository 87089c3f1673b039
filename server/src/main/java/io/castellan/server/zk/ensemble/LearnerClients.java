package io.castellan.server.zk.ensemble;

import java.util.Map;

/** What a learner has to tell about its clients. Owned by the ensemble lane. */
@FunctionalInterface
public interface LearnerClients {
  /** The sessions heard from since the last call, and their timeouts in milliseconds. */
  Map<Long, Integer> heardFrom();
}
