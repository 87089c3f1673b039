package io.castellan.server.zk.ensemble;

/** A way to break a promise of the disk, or of the order of steps, on purpose. */
enum Mutation {
  /** Everything is as it should be. */
  NONE,
  /** What was appended counts as forced at once, and reaches the disk when it likes. */
  ACKNOWLEDGES_WHAT_IS_NOT_FORCED,
  /** The history is not forced before the epoch that claims it is written (ZOOKEEPER-4646). */
  DOES_NOT_FORCE_THE_HISTORY,
  /** The epoch is written before the history that it claims (ZOOKEEPER-4643). */
  WRITES_THE_EPOCH_BEFORE_THE_HISTORY,
  /** The accepted epoch is written and not forced. */
  FORGETS_ITS_PROMISE,
  /** The current epoch is written and not forced. */
  FORGETS_ITS_EPOCH,
  /** Messages do not wait for the disk steps before them (ZOOKEEPER-3911). */
  SENDS_WITHOUT_WAITING,
  /** What is cut off comes back after a crash. */
  DOES_NOT_TRUNCATE_THE_DISK,
  /** A state that was taken over is gone after a crash. */
  DOES_NOT_FORCE_WHAT_IT_INSTALLS,
  /** A vote does not count what was logged and not committed. */
  VOTES_FOR_LESS_THAN_ITS_LOG
}
