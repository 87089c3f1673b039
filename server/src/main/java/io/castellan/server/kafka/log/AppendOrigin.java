package io.castellan.server.kafka.log;

/** Where records to be appended come from, which decides what is checked and what is assigned. */
public enum AppendOrigin {
  /** A producer: everything is checked; offsets, leader epoch and timestamps are assigned. */
  CLIENT,
  /**
   * This broker's group or transaction coordinator: trusted with control batches and producer
   * state; offsets are assigned.
   */
  COORDINATOR,
  /** The partition's leader: offsets and epochs stand already and are kept. */
  REPLICATION
}
