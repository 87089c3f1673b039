package io.castellan.server.zk.ensemble;

import io.castellan.server.simulation.Host;
import io.castellan.server.simulation.LinkFaults;
import io.castellan.server.simulation.Links;
import io.castellan.server.simulation.Nemesis;
import io.castellan.server.simulation.Simulation;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.ensemble.quorum.MajorityRule;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.zk.protocol.quorum.ElectionMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An ensemble, its links, its clients, and everything that must hold. */
final class ZabWorld {
  final Simulation simulation;
  final Mutation mutation;
  final Electorate electorate;
  final ZabLedger ledger = new ZabLedger();
  final List<SnapshotImage> images = new ArrayList<>();
  final List<ZabServer> servers = new ArrayList<>();
  final Links<Object> links;

  /** Small, so that learners are soon too far behind for a few transactions. */
  final int commitLogCount;

  final boolean forceSnapshot;

  /** How long a disk takes at most for a write. */
  final long diskMs;

  long nextConnection = 1;
  private int writes;
  private boolean quiet;

  ZabWorld(long seed, int voters, int observers, Mutation mutation) {
    this.simulation = new Simulation(seed);
    this.mutation = mutation;
    this.commitLogCount = (int) simulation.between(2, 40);
    this.diskMs = simulation.between(2, 250);
    this.forceSnapshot = simulation.chance(0.05);
    Set<Long> ids = LongStream.rangeClosed(1, voters).boxed().collect(Collectors.toSet());
    this.electorate = Electorate.of(new MajorityRule(ids));
    this.links = new Links<>(simulation, (from, to, message) -> receive(from, to, message));
    for (int id = 1; id <= voters + observers; id++) {
      servers.add(new ZabServer(this, id, id > voters));
    }
  }

  ZabServer server(long id) {
    return servers.get((int) id - 1);
  }

  void send(long from, long to, Object message) {
    links.send((int) from, (int) to, message);
  }

  private void receive(int from, int to, Object message) {
    ZabServer server = server(to);
    if (!server.host.isUp()) {
      return;
    }
    if (message instanceof ElectionMessage ballot) {
      server.onBallot(from, ballot);
    } else {
      server.peers().onSegment(from, (Peers.Segment) message);
    }
  }

  long keep(SnapshotImage image) {
    images.add(image);
    return images.size() - 1L;
  }

  Nemesis nemesis() {
    return new Nemesis(simulation, hosts(), links);
  }

  List<Host> hosts() {
    return servers.stream().map(server -> server.host).toList();
  }

  void startAll() {
    hosts().forEach(Host::start);
    writeNow();
  }

  /** No more writes. */
  void endWrites() {
    quiet = true;
  }

  private void writeNow() {
    if (quiet) {
      return;
    }
    ZabServer server = servers.get(simulation.random().nextInt(servers.size()));
    if (server.isServing()) {
      server.write("/w" + writes++);
    }
    simulation.after(simulation.between(0, 60), this::writeNow);
  }

  /** Lets all come together, with everybody up and all links good. */
  void awaitAgreement() {
    links.faults(LinkFaults.NONE);
    simulation.runUntil("all serve", 60_000, () -> servers.stream().allMatch(ZabServer::isServing));
    endWrites();
    simulation.runUntil("all have the same", 10_000, this::allHaveTheSame);
    servers.forEach(server -> ledger.hasAllAcknowledged(server.id(), server.tree()));
  }

  private boolean allHaveTheSame() {
    long digest = servers.get(0).tree().image().digest();
    return servers.stream()
        .allMatch(
            s ->
                s.isServing()
                    && s.tree().image().digest() == digest
                    && s.role().outstanding() == 0);
  }
}
