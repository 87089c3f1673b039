package io.castellan.server.zk.ensemble.election;

import io.castellan.server.simulation.Disk;
import io.castellan.server.simulation.Host;
import io.castellan.server.simulation.Links;
import io.castellan.server.simulation.Simulation;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import io.castellan.zk.protocol.quorum.PeerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that does nothing but elect and be loyal: a follower greets its leader, a leader
 * answers, and whoever misses the other, or a quorum, looks again. What a leader with a quorum
 * writes is a zxid that grows, and its followers copy it.
 */
final class ElectingServer implements Host.Program {
  private static final long GREET_MS = 100;
  private static final long PATIENCE_MS = 1000;
  private static final int EPOCH_SHIFT = 32;

  /** So that what is lost is sent again before a test loses its patience. */
  private static final ElectionTimes TIMES = new ElectionTimes(200, 200, 2000);

  private final Simulation simulation;
  private final Electorate electorate;
  private final boolean observer;
  private final Links<Message> links;
  private final ElectionLedger ledger;
  private final Disk<Void> disk;
  final Host host;
  private @Nullable Election election;
  private final Map<Long, Long> greetedAtMs = new HashMap<>();
  private long leaderHeardAtMs;
  private long quorumSeenAtMs;
  private boolean established;
  private int term;

  /** What servers say to one another. */
  sealed interface Message permits Notice, Greeting, Answer {}

  /** A message of the election. */
  record Notice(ElectionMessage message) implements Message {}

  /** A follower is there. */
  record Greeting() implements Message {}

  /** The leader has a quorum, and is that far. */
  record Answer(long epoch, long zxid) implements Message {}

  ElectingServer(
      Simulation simulation,
      int id,
      Electorate electorate,
      boolean observer,
      Links<Message> links,
      ElectionLedger ledger) {
    this.simulation = simulation;
    this.electorate = electorate;
    this.observer = observer;
    this.links = links;
    this.ledger = ledger;
    this.disk = new Disk<>(simulation);
    this.host = new Host(simulation, id, this);
    save(0, 0);
  }

  /** What its disk holds. */
  void save(long epoch, long zxid) {
    disk.writeForced("epoch", Long.toString(epoch));
    disk.writeForced("zxid", Long.toString(zxid));
  }

  boolean isObserver() {
    return observer;
  }

  /** Its election, null while it is down. */
  @Nullable Election election() {
    return election;
  }

  /** Whether it leads and a quorum follows. */
  boolean isEstablished() {
    return established;
  }

  /** The server that it follows or is, -1 while it looks or is down. */
  long leader() {
    return election == null || election.state() == PeerState.LOOKING
        ? -1
        : election.vote().leader();
  }

  @Override
  public void onStart() {
    Election started = new Election(host.id(), candidacy(), TIMES);
    election = started;
    look(started);
  }

  @Override
  public void onCrash() {
    election = null;
    established = false;
    disk.crash();
  }

  void onMessage(long from, Message message) {
    Election current = election;
    if (current == null) {
      return;
    }
    if (message instanceof Notice notice) {
      carryOut(current, current.onMessage(from, notice.message(), host.nowMs()));
    } else if (message instanceof Greeting) {
      if (current.state() == PeerState.LEADING) {
        greetedAtMs.put(from, host.nowMs());
        lead(current);
        if (established) {
          links.send(host.id(), (int) from, new Answer(readLong("epoch"), readLong("zxid")));
        }
      }
    } else if (message instanceof Answer answer && leader() == from) {
      leaderHeardAtMs = host.nowMs();
      save(answer.epoch(), answer.zxid());
      current.onEpochEstablished(answer.epoch());
    }
  }

  private Candidacy candidacy() {
    return new Candidacy(electorate, readLong("zxid"), readLong("epoch"), observer, "");
  }

  private void look(Election current) {
    term++;
    established = false;
    greetedAtMs.clear();
    Candidacy candidacy = candidacy();
    ledger.onLook(host.id(), candidacy);
    carryOut(current, current.look(candidacy, host.nowMs()));
  }

  private void carryOut(Election current, ElectionStep step) {
    ledger.onVote(host.id(), current);
    step.ballots().forEach(b -> links.send(host.id(), (int) b.to(), new Notice(b.message())));
    ElectionResult result = step.result();
    if (result != null) {
      simulation.trace("server " + host.id() + " " + result);
      ledger.onResult(host.id(), result, electorate);
      leaderHeardAtMs = host.nowMs();
      quorumSeenAtMs = host.nowMs();
      int begun = ++term;
      stayLoyal(current, begun);
    } else if (current.state() == PeerState.LOOKING) {
      awaitDeadline(current);
    }
  }

  private void awaitDeadline(Election current) {
    long deadlineMs = current.deadlineMs();
    host.after(
        deadlineMs - host.nowMs(),
        () -> {
          if (current.deadlineMs() == deadlineMs) {
            carryOut(current, current.onTimer(host.nowMs()));
          }
        });
  }

  private void stayLoyal(Election current, int begun) {
    if (begun != term) {
      return;
    }
    if (current.state() == PeerState.LEADING) {
      lead(current);
      if (established && simulation.chance(0.3)) {
        save(readLong("epoch"), readLong("zxid") + 1);
      }
      if (host.nowMs() - quorumSeenAtMs > PATIENCE_MS) {
        look(current);
        return;
      }
    } else {
      links.send(host.id(), (int) current.vote().leader(), new Greeting());
      if (host.nowMs() - leaderHeardAtMs > PATIENCE_MS) {
        look(current);
        return;
      }
    }
    host.after(GREET_MS, () -> stayLoyal(current, begun));
  }

  /** Looks who follows, and begins an epoch when a quorum does for the first time. */
  private void lead(Election current) {
    Set<Long> followers = new HashSet<>(Set.of((long) host.id()));
    greetedAtMs.forEach(
        (id, atMs) -> {
          if (host.nowMs() - atMs <= PATIENCE_MS / 2) {
            followers.add(id);
          }
        });
    if (!electorate.isQuorum(followers)) {
      return;
    }
    quorumSeenAtMs = host.nowMs();
    if (!established) {
      established = true;
      long epoch = readLong("epoch") + 1;
      save(epoch, epoch << EPOCH_SHIFT);
      current.onEpochEstablished(epoch);
    }
  }

  private long readLong(String file) {
    return Long.parseLong(Objects.requireNonNull(disk.read(file)));
  }
}
