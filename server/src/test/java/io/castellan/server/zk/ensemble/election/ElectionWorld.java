package io.castellan.server.zk.ensemble.election;

import io.castellan.server.simulation.Host;
import io.castellan.server.simulation.LinkFaults;
import io.castellan.server.simulation.Links;
import io.castellan.server.simulation.Nemesis;
import io.castellan.server.simulation.Simulation;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import java.util.ArrayList;
import java.util.List;

/** Servers that elect, the links between them, and all invariants. Servers are numbered from 1. */
final class ElectionWorld {
  final Simulation simulation;
  final Links<ElectingServer.Message> links;
  final ElectionLedger ledger = new ElectionLedger();
  final List<ElectingServer> servers = new ArrayList<>();

  ElectionWorld(long seed, Electorate electorate, int observers) {
    simulation = new Simulation(seed);
    links = new Links<>(simulation, (from, to, message) -> server(to).onMessage(from, message));
    int count = electorate.voters().size() + observers;
    for (int id = 1; id <= count; id++) {
      servers.add(
          new ElectingServer(simulation, id, electorate, !electorate.isVoter(id), links, ledger));
    }
    simulation.check(new NobodyVotesForLess(servers, ledger));
    simulation.check(new VotesAreReal(servers, ledger));
    simulation.check(new LeadersAreHeard(servers));
  }

  ElectingServer server(int id) {
    return servers.get(id - 1);
  }

  Nemesis nemesis() {
    return new Nemesis(simulation, hosts(), links);
  }

  List<Host> hosts() {
    return servers.stream().map(server -> server.host).toList();
  }

  void startAll() {
    hosts().forEach(Host::start);
  }

  /** Lets the election come to its end, with everybody up and all links good. */
  long awaitLeader() {
    links.faults(LinkFaults.NONE);
    simulation.runUntil("all follow one leader", 60_000, this::isSettled);
    return servers.get(0).leader();
  }

  /** Whether one leads, with a quorum, and all others that are up follow it. */
  boolean isSettled() {
    List<ElectingServer> up = servers.stream().filter(s -> s.host.isUp()).toList();
    long leader = up.get(0).leader();
    return leader > 0
        && server((int) leader).isEstablished()
        && up.stream().allMatch(s -> s.leader() == leader);
  }
}
