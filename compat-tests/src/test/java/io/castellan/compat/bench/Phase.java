package io.castellan.compat.bench;

import java.util.List;

/** Something that is measured of both. */
enum Phase {
  /** From nothing to both protocols' first answers, on empty directories. */
  START,
  /** Resident memory some time after the start, nothing connected. */
  MEMORY,
  /** Records of 1 KiB from stock's producer-perf-test, acks=1, as fast as it goes. */
  PRODUCE,
  /** The same with records of 100 bytes. */
  SMALL,
  /** Records of 1 KiB with acks=all and idempotence, and how many come through. */
  ACKSALL,
  /** The records of PRODUCE with stock's consumer-perf-test; PRODUCE goes before it. */
  CONSUME,
  /** From a record's due time to its consumption, at 2,000 records a second. */
  LATENCY,
  /** ZooKeeper's getData at an equal rate, then as fast as it goes. */
  GET,
  /** ZooKeeper's create at an equal rate, then as fast as it goes. */
  CREATE,
  /** ZooKeeper's setData at an equal rate. */
  SET,
  /** One getData after another: the median. */
  ALONE,
  /** Writes while a million znodes go to snapshots: the 99.9th percentile. Takes minutes. */
  SNAPSHOT,
  /** Two million znodes: the heap that they take, and a restart with them. Takes minutes. */
  TREE;

  /** All of them, in the order in which they disturb each other least. */
  static List<Phase> all() {
    return List.of(values());
  }
}
