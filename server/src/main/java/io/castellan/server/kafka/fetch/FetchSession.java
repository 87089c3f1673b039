package io.castellan.server.kafka.fetch;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.Fetch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The partitions that one client goes on fetching, so that it need not name them each time
 * (KIP-227). Whoever reads or changes it must have claimed it; what other threads look at for
 * eviction is volatile.
 */
final class FetchSession {
  /** The number of a session's first incremental request. */
  static final int FIRST_EPOCH = 1;

  /** A partition's name within a session. */
  private record Key(String topic, Uuid topicId, int partition) {}

  private final int id;
  private final boolean follower;
  private final boolean byId;
  private final long createdMs;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final LinkedHashMap<Key, FetchTarget> targets = new LinkedHashMap<>();
  private int epoch = FIRST_EPOCH;
  private volatile long usedMs;
  private volatile int size;

  FetchSession(int id, boolean follower, boolean byId, List<FetchTarget> first, long nowMs) {
    this.id = id;
    this.follower = follower;
    this.byId = byId;
    this.createdMs = nowMs;
    this.usedMs = nowMs;
    first.forEach(target -> targets.putIfAbsent(keyOf(target), target));
    this.size = targets.size();
  }

  int id() {
    return id;
  }

  boolean isFollower() {
    return follower;
  }

  /** Whether its requests name topics by id: that may not change within a session. */
  boolean byId() {
    return byId;
  }

  long createdMs() {
    return createdMs;
  }

  long usedMs() {
    return usedMs;
  }

  /** How many partitions it has. */
  int size() {
    return size;
  }

  /** Takes the session for a moment; false if somebody else has it. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  void unclaim() {
    claimed.set(false);
  }

  /** The number that the next request must have. */
  int epoch() {
    return epoch;
  }

  void advance(long nowMs) {
    usedMs = nowMs;
    epoch = after(epoch);
  }

  static int after(int epoch) {
    return epoch == Integer.MAX_VALUE ? FIRST_EPOCH : epoch + 1;
  }

  /** Takes over what a request adds, changes and forgets. */
  void update(Fetch.Request request) {
    for (Fetch.Request.Topic topic : request.topics()) {
      for (Fetch.Request.Partition wanted : topic.partitions()) {
        Key key = new Key(topic.topic(), topic.topicId(), wanted.partition());
        FetchTarget known = targets.get(key);
        if (known == null) {
          targets.put(key, new FetchTarget(topic.topic(), topic.topicId(), wanted));
        } else {
          known.want(wanted);
        }
      }
    }
    for (Fetch.Request.ForgottenTopic topic : request.forgottenTopicsData()) {
      for (int partition : topic.partitions()) {
        targets.remove(new Key(topic.topic(), topic.topicId(), partition));
      }
    }
    size = targets.size();
  }

  /** The partitions in the order in which they get their turn. */
  List<FetchTarget> targets() {
    return new ArrayList<>(targets.values());
  }

  /**
   * Moves a partition to the end of the order: it was given records, so that others come first the
   * next time.
   */
  void toTheEnd(FetchTarget target) {
    Key key = keyOf(target);
    if (targets.remove(key, target)) {
      targets.put(key, target);
    }
  }

  private static Key keyOf(FetchTarget target) {
    return new Key(target.topic(), target.topicId(), target.wanted().partition());
  }
}
