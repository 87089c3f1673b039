package io.castellan.server.kafka.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the leader of a partition knows of its replicas, and what follows from it: the high
 * watermark, and which changes of the ISR to ask for. One change is under way at a time.
 */
public final class Replicas {
  private final int self;
  private final long lagLimitMs;
  private final Membership members;
  private final Map<Integer, Follower> followers = new LinkedHashMap<>();
  private @Nullable Leadership leadership;
  private List<Integer> isr = List.of();
  private int partitionEpoch = -1;
  private @Nullable IsrChange underWay;
  private boolean uncertain;

  /**
   * Nothing is led at first.
   *
   * @param self this broker
   * @param lagLimitMs {@code replica.lag.time.max.ms}: a replica that has not caught up for longer
   *     is not in sync
   * @param members who may join the ISR
   */
  public Replicas(int self, long lagLimitMs, Membership members) {
    this.self = self;
    this.lagLimitMs = lagLimitMs;
    this.members = members;
  }

  /**
   * Lead, or lead on under a newer epoch.
   *
   * @param leaderEnd our log's end
   */
  public void onLeadership(Leadership decided, long leaderEnd, long nowMs) {
    // Between our epoch and one that is not the next, another may have led without our hearing of
    // it: what a follower had of our log then, it may have cut since.
    boolean newLeader = leadership == null || decided.leaderEpoch() != leadership.leaderEpoch() + 1;
    followers.keySet().retainAll(decided.replicas());
    for (int replica : decided.replicas()) {
      if (replica != self) {
        followers
            .computeIfAbsent(replica, Follower::new)
            .onDecision(newLeader, decided.isr().contains(replica), leaderEnd, nowMs);
      }
    }
    leadership = decided;
    isr = decided.isr();
    partitionEpoch = decided.partitionEpoch();
    underWay = null;
  }

  /** Somebody else leads, or nobody. */
  public void onFollow() {
    leadership = null;
    followers.clear();
    isr = List.of();
    underWay = null;
  }

  /** The replicas in sync, as the state znode has them for all that is known. */
  public List<Integer> isr() {
    return isr;
  }

  /** The version of the state that {@link #isr} is of. */
  public int partitionEpoch() {
    return partitionEpoch;
  }

  /**
   * A follower fetches.
   *
   * @param fetchOffset it has what is before that
   * @param startOffset where its log begins; -1 if it does not say
   * @param brokerEpoch the registration it fetches under; -1 if it does not say
   * @param leaderEnd our log's end
   * @return false if it is no replica, so that it has nothing to fetch here
   */
  public boolean onFetch(
      int follower,
      long fetchOffset,
      long startOffset,
      long brokerEpoch,
      long leaderEnd,
      long nowMs) {
    Follower known = followers.get(follower);
    if (known == null) {
      return false;
    }
    known.onFetch(fetchOffset, startOffset, brokerEpoch, leaderEnd, nowMs);
    return true;
  }

  /**
   * The high watermark as it follows from what all have. It waits for every replica that is in any
   * ISR which may stand in ZooKeeper, and for those that are about to join.
   *
   * @param current it never goes back
   * @param leaderEnd our log's end
   * @param minInsyncReplicas of the topic: with fewer in sync, as far as there are as many
   *     replicas, it stands still
   */
  public long highWatermark(long current, long leaderEnd, int minInsyncReplicas, long nowMs) {
    if (isr.size() < Math.min(minInsyncReplicas, followers.size() + 1)) {
      return current;
    }
    long lowest = leaderEnd;
    for (Follower follower : followers.values()) {
      if (follower.logEndOffset() < lowest
          && (mayBeInSync(follower.brokerId())
              || (follower.isCaughtUp(leaderEnd, nowMs, lagLimitMs) && mayJoin(follower)))) {
        lowest = follower.logEndOffset();
      }
    }
    return Math.max(current, lowest);
  }

  /**
   * The start of the log below which no replica has anything: what was deleted everywhere.
   *
   * @param leaderStart our log's
   */
  public long lowWatermark(long leaderStart) {
    long lowest = leaderStart;
    for (Follower follower : followers.values()) {
      if (members.mayJoin(follower.brokerId(), follower.brokerEpoch())) {
        lowest = Math.min(lowest, follower.logStartOffset());
      }
    }
    return lowest;
  }

  /**
   * Whether a follower that has just fetched is to join the ISR: it has all that is committed, and
   * all that was there when this epoch began.
   *
   * @return the change to ask for, which is under way then; null for none
   */
  public @Nullable IsrChange expansion(int follower, long highWatermark) {
    Leadership led = leadership;
    Follower known = followers.get(follower);
    if (led == null
        || known == null
        || underWay != null
        || isr.contains(follower)
        || known.logEndOffset() < Math.max(highWatermark, led.startOffset())
        || !mayJoin(known)) {
      return null;
    }
    List<Integer> wanted = new ArrayList<>(isr);
    wanted.add(follower);
    return ask(led, wanted);
  }

  /**
   * Whether members have to leave the ISR, because they have not caught up for too long. To be
   * asked every half of that time.
   *
   * @param leaderEnd our log's end
   * @return the change to ask for, which is under way then; null for none
   */
  public @Nullable IsrChange shrinkage(long leaderEnd, long nowMs) {
    Leadership led = leadership;
    if (led == null || underWay != null) {
      return null;
    }
    List<Integer> wanted = new ArrayList<>();
    for (int member : isr) {
      Follower follower = followers.get(member);
      if (member == self
          || (follower != null && follower.isCaughtUp(leaderEnd, nowMs, lagLimitMs))) {
        wanted.add(member);
      }
    }
    return wanted.size() < isr.size() ? ask(led, wanted) : null;
  }

  /**
   * The change that was asked for, to be asked for again because no answer came; null for none.
   *
   * <p>From now on a refusal proves nothing: the earlier request may be on its way yet, and be
   * granted when it arrives.
   */
  public @Nullable IsrChange again() {
    uncertain = underWay != null;
    return underWay;
  }

  /**
   * The state has been written.
   *
   * @param leaderEpoch that it names
   * @param writtenIsr that it holds
   * @param epoch its version
   * @return false if it says nothing about this leadership, or nothing new
   */
  public boolean onWritten(int leaderEpoch, List<Integer> writtenIsr, int epoch) {
    Leadership led = leadership;
    if (led == null || led.leaderEpoch() != leaderEpoch || epoch <= partitionEpoch) {
      return false; // a late answer must not pass for that to the change now under way
    }
    isr = List.copyOf(writtenIsr);
    partitionEpoch = epoch;
    underWay = null;
    return true;
  }

  /**
   * The change was refused and nothing was written: a member may not join at the moment.
   *
   * @return false if it may be written later, so that it has to be asked for {@link #again} until
   *     it is written or the controller decides anew
   */
  public boolean onRefused(IsrChange refused) {
    if (uncertain || !refused.equals(underWay)) {
      return false;
    }
    underWay = null;
    return true;
  }

  private IsrChange ask(Leadership led, List<Integer> wanted) {
    List<Long> epochs = new ArrayList<>(wanted.size());
    for (int member : wanted) {
      Follower follower = followers.get(member);
      epochs.add(follower == null ? -1 : follower.brokerEpoch());
    }
    IsrChange change = new IsrChange(wanted, epochs, led.leaderEpoch(), partitionEpoch);
    underWay = change;
    uncertain = false;
    return change;
  }

  private boolean mayBeInSync(int replica) {
    IsrChange asked = underWay;
    return isr.contains(replica) || (asked != null && asked.isr().contains(replica));
  }

  private boolean mayJoin(Follower follower) {
    return members.mayJoin(follower.brokerId(), follower.brokerEpoch());
  }
}
