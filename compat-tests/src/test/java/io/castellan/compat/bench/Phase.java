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
  /** Records of 1 KiB with stock's consumer-perf-test. */
  CONSUME,
  /** From a record's due time to its consumption, at 2,000 records a second. */
  LATENCY,
  /** What connections cost that do nothing. */
  IDLE,
  /** A topic of a thousand partitions is made. */
  PARTITIONS,
  /** The broker is killed with records in 200 partitions, and comes back. */
  RESTART,
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
  TREE,
  /** A million watches of one session, each on another path: the heap that they take. */
  WATCH;

  /** Whether the broker alone is measured, against two releases of stock's. */
  boolean isOfBroker() {
    return switch (this) {
      case PRODUCE, SMALL, ACKSALL, CONSUME, LATENCY, IDLE -> true;
      case START, MEMORY, PARTITIONS, RESTART, GET, CREATE, SET, ALONE, SNAPSHOT, TREE, WATCH ->
          false;
    };
  }

  /** Whether it is measured on one pair of servers, with others like it. */
  boolean isOfBothSides() {
    return switch (this) {
      case MEMORY, GET, CREATE, SET, ALONE -> true;
      case START, PRODUCE, SMALL, ACKSALL, CONSUME, LATENCY, IDLE, PARTITIONS, RESTART -> false;
      case SNAPSHOT, TREE, WATCH -> false;
    };
  }

  /** All of them, in the order in which they disturb each other least. */
  static List<Phase> all() {
    return List.of(values());
  }
}
