package io.castellan.server.kafka.replica;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three replicas of a partition under one seed: messages come late, out of order between any two
 * brokers, or not at all; brokers are killed and come back with their logs; leaders are deposed and
 * do not hear of it. The controller elects from the ISR only.
 */
class ReplicationTest {
  private static final int SEEDS = 1_000;
  private static final int STEPS = 1_500;
  private static final long LAG_LIMIT_MS = 300;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void losesNoAcknowledgedRecordWhileAReplicaInSyncIsLeft(boolean truncatesOnFetch) {
    Coverage seen = new Coverage();
    for (long seed = 0; seed < SEEDS; seed++) {
      new World(seed, truncatesOnFetch, seen).run();
    }
    assertTrue(
        seen.acknowledged > SEEDS * 10L
            && seen.truncated > SEEDS
            && seen.shrunk > SEEDS
            && seen.expanded > SEEDS
            && seen.elections > SEEDS,
        seen::toString);
  }

  @Test
  void catchesUpOnceAllIsCalm() {
    for (long seed = 0; seed < SEEDS; seed++) {
      World world = new World(seed, true, new Coverage());
      world.run();
      world.calmDown();
    }
  }

  private static final class Coverage {
    private long acknowledged;
    private long truncated;
    private long shrunk;
    private long expanded;
    private long elections;

    @Override
    public String toString() {
      return "acknowledged="
          + acknowledged
          + " truncated="
          + truncated
          + " shrunk="
          + shrunk
          + " expanded="
          + expanded
          + " elections="
          + elections;
    }
  }

  private static final class World {
    private final long seed;
    private final Random random;
    private final boolean truncatesOnFetch;
    private final Coverage seen;
    private final List<ModelReplica> brokers = new ArrayList<>();
    private final ModelController controller = new ModelController(List.of(0, 1, 2));
    private final TreeMap<Long, Runnable> events = new TreeMap<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private boolean lossy = true;
    private long nowMs = 1_000_000;
    private long nextValue;

    World(long seed, boolean truncatesOnFetch, Coverage seen) {
      this.seed = seed;
      this.random = new Random(seed);
      this.truncatesOnFetch = truncatesOnFetch;
      this.seen = seen;
      for (int id = 0; id < 3; id++) {
        brokers.add(new ModelReplica(id, LAG_LIMIT_MS));
      }
      announce();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        disturb();
        turn();
      }
    }

    void calmDown() {
      lossy = false;
      for (ModelReplica broker : brokers) {
        if (!broker.alive) {
          broker.alive = true;
          controller.onBrokerUp(live());
        }
      }
      for (int i = 0; i < 600; i++) {
        if (controller.state().leader() < 0) {
          controller.onBrokerUp(live());
        }
        announce();
        turn();
      }
      ModelReplica leader = brokers.get(controller.state().leader());
      for (ModelReplica broker : brokers) {
        assertTrue(
            broker.log.entries().equals(leader.log.entries()) && broker.log.highWatermark() > 0,
            () -> "seed " + seed + ": " + broker.id + " did not catch up, " + controller.state());
      }
      assertTrue(controller.state().isr().size() == 3, () -> "seed " + seed + ": ISR not full");
    }

    private void turn() {
      for (ModelReplica broker : brokers) {
        act(broker);
      }
      nowMs += 1 + random.nextInt(10);
      while (!events.isEmpty() && events.firstKey() <= nowMs * 1_000) {
        events.pollFirstEntry().getValue().run();
        check();
      }
      check();
    }

    private void disturb() {
      int dice = random.nextInt(1_000);
      ModelReplica any = brokers.get(random.nextInt(3));
      if (dice < 6 && any.alive) {
        any.crash();
        later(5 + random.nextInt(60), () -> believedDown(any));
      } else if (dice < 14 && !any.alive) {
        any.alive = true;
        controller.onBrokerUp(live());
        announce();
      } else if (dice < 18) {
        believedDown(any); // its session expired while it lives
      } else if (dice < 22 && controller.state().isr().contains(any.id) && any.alive) {
        seen.elections++;
        controller.elect(any.id);
        announce();
      } else if (dice < 40) {
        announce();
      }
    }

    private void believedDown(ModelReplica broker) {
      List<Integer> live = live();
      live.remove((Integer) broker.id);
      seen.elections++;
      controller.onBrokerDown(broker.id, live);
      announce();
    }

    private void announce() {
      ModelController.State state = controller.state();
      for (ModelReplica broker : brokers) {
        int life = broker.life; // a decision names the registration that it is meant for (KIP-380)
        send(
            broker,
            () -> {
              if (broker.life == life) {
                broker.onDecision(state, truncatesOnFetch, nowMs);
              }
            });
      }
    }

    private void act(ModelReplica broker) {
      if (broker.leads()) {
        if (lossy && random.nextInt(3) == 0) {
          broker.log.append(new ModelLog.Entry(broker.leaderEpoch, nextValue++));
        }
        ask(broker, broker.replicas.shrinkage(broker.log.logEndOffset(), nowMs));
        if (random.nextInt(20) == 0) {
          ask(broker, broker.replicas.again());
        }
        advance(broker);
      } else if (broker.alive && broker.sync != null && !broker.fetching) {
        follow(broker, broker.sync);
      }
    }

    private void follow(ModelReplica follower, FollowerSync sync) {
      FollowerSync.Step step = sync.next();
      if (step instanceof FollowerSync.Truncate cut) {
        seen.truncated++;
        assertTrue(cut.committed() == 0, () -> "seed " + seed + ": cuts what is committed");
        follower.log.truncate(cut.offset());
        sync.onDone();
        return;
      }
      ModelReplica leader = brokers.get(follower.leader < 0 ? follower.id : follower.leader);
      int epoch = follower.leaderEpoch;
      int life = follower.life;
      follower.fetching = true;
      later(200, () -> follower.fetching &= follower.life != life || follower.sync != sync);
      send(
          leader,
          () -> {
            if (!leader.leads() || leader.leaderEpoch != epoch) {
              return;
            }
            if (step instanceof FollowerSync.AskEpochEnd ask) {
              EpochEnd answer = leader.log.endOf(ask.epoch());
              reply(follower, life, sync, () -> sync.onEpochEnd(answer));
            } else if (step instanceof FollowerSync.Fetch fetch) {
              serve(leader, follower, life, sync, fetch);
            }
          });
    }

    private void serve(
        ModelReplica leader,
        ModelReplica follower,
        int life,
        FollowerSync sync,
        FollowerSync.Fetch fetch) {
      if (fetch.lastEpoch() != EpochEnd.UNDEFINED_EPOCH) {
        EpochEnd end = leader.log.endOf(fetch.lastEpoch());
        if (end.endOffset() == EpochEnd.UNDEFINED_OFFSET
            || end.epoch() < fetch.lastEpoch()
            || end.endOffset() < fetch.offset()) {
          reply(follower, life, sync, () -> assertTrue(sync.onDiverging(end), "no progress"));
          return;
        }
      }
      long end = leader.log.logEndOffset();
      if (fetch.offset() > end) {
        reply(follower, life, sync, () -> sync.onOutOfRange(0, end));
        return;
      }
      leader.replicas.onFetch(follower.id, fetch.offset(), 0, -1, end, nowMs);
      ask(leader, leader.replicas.expansion(follower.id, leader.log.highWatermark()));
      advance(leader);
      long highWatermark = leader.log.highWatermark();
      int from = (int) fetch.offset();
      List<ModelLog.Entry> records =
          List.copyOf(leader.log.entries().subList(from, (int) Math.min(end, from + 4L)));
      reply(
          follower,
          life,
          sync,
          () -> {
            if (follower.log.logEndOffset() == from) {
              records.forEach(follower.log::append);
              follower.log.highWatermark(highWatermark);
            }
          });
    }

    private void reply(ModelReplica follower, int life, FollowerSync sync, Runnable answer) {
      send(
          follower,
          () -> {
            if (follower.life == life && follower.sync == sync && follower.fetching) {
              follower.fetching = false;
              answer.run();
            }
          });
    }

    private void ask(ModelReplica leader, @Nullable IsrChange change) {
      if (change == null) {
        return;
      }
      int life = leader.life;
      if (change.isr().size() < leader.replicas.isr().size()) {
        seen.shrunk++;
      } else {
        seen.expanded++;
      }
      transmit(
          () -> {
            boolean written = controller.alter(change, live());
            ModelController.State now = controller.state();
            boolean fenced = now.leaderEpoch() != change.leaderEpoch();
            send(
                leader,
                () -> {
                  if (leader.life != life) {
                    return;
                  }
                  if (written) {
                    leader.replicas.onWritten(now.leaderEpoch(), now.isr(), now.version());
                  } else if (!fenced) {
                    leader.replicas.onRefused(change);
                  }
                });
          });
    }

    private void advance(ModelReplica leader) {
      long before = leader.log.highWatermark();
      long next = leader.replicas.highWatermark(before, leader.log.logEndOffset(), 1, nowMs);
      leader.log.highWatermark(next);
      for (long i = before; i < next; i++) {
        if (i == acknowledged.size()) {
          seen.acknowledged++;
          acknowledged.add(leader.log.entries().get((int) i).value());
        }
      }
    }

    private void send(ModelReplica to, Runnable message) {
      transmit(
          () -> {
            if (to.alive) {
              message.run();
            }
          });
    }

    private void transmit(Runnable message) {
      if (lossy && random.nextInt(20) == 0) {
        return;
      }
      later(lossy ? random.nextInt(40) : 1, message);
    }

    private void later(int ms, Runnable event) {
      long at = (nowMs + ms) * 1_000;
      while (events.containsKey(at)) {
        at++;
      }
      events.put(at, event);
    }

    private List<Integer> live() {
      List<Integer> live = new ArrayList<>();
      brokers.stream().filter(broker -> broker.alive).forEach(broker -> live.add(broker.id));
      return live;
    }

    /** What a replica in sync has been seen to have stays checked until its log is cut. */
    private void check() {
      for (int member : controller.state().isr()) {
        ModelReplica replica = brokers.get(member);
        List<ModelLog.Entry> entries = replica.log.entries();
        for (int i = replica.log.unchecked(); i < acknowledged.size(); i++) {
          boolean kept = i < entries.size() && entries.get(i).value() == acknowledged.get(i);
          int at = i;
          assertTrue(
              kept, () -> "seed " + seed + ": replica " + member + " in sync lacks offset " + at);
        }
        replica.log.checkedTo(acknowledged.size());
      }
    }
  }
}
