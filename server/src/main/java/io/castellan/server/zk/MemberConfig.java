package io.castellan.server.zk;

import io.castellan.server.config.ServerLine;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.config.ZooEnsemble;
import io.castellan.server.zk.ensemble.EnsembleTimes;
import io.castellan.server.zk.ensemble.quorum.Electorate;
import io.castellan.server.zk.ensemble.quorum.GroupRule;
import io.castellan.server.zk.ensemble.quorum.MajorityRule;
import io.castellan.server.zk.ensemble.quorum.QuorumRule;
import io.castellan.server.zk.peer.election.ElectionAddresses;
import io.castellan.server.zk.peer.quorum.MemberSettings;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** From zoo.cfg to what a member works with. */
final class MemberConfig {
  private MemberConfig() {}

  static MemberSettings of(ZooCfg config, ZooEnsemble ensemble) {
    Map<Long, InetSocketAddress> election = new HashMap<>();
    Map<Long, InetSocketAddress> quorum = new HashMap<>();
    for (ServerLine server : ensemble.servers()) {
      ServerLine.Address address = server.addresses().get(0);
      election.put(
          server.id(), InetSocketAddress.createUnresolved(address.host(), address.electionPort()));
      quorum.put(
          server.id(), InetSocketAddress.createUnresolved(address.host(), address.quorumPort()));
    }
    return new MemberSettings(
        ensemble.own().id(),
        ensemble.own().observer(),
        Electorate.of(rule(ensemble)),
        new EnsembleTimes(
            config.sessions().tickTimeMs(), ensemble.initLimit(), ensemble.syncLimit()),
        new ElectionAddresses(ensemble.own().id(), election, ensemble.connectTimeoutMs()),
        quorum,
        ensemble.text(),
        ensemble.forceSnapshot(),
        MAX_PACKET_BYTES);
  }

  /**
   * The longest packet: as long as the longest transaction that a log may hold, for whatever one
   * server has logged the others must be able to take.
   */
  private static final int MAX_PACKET_BYTES = 1 << 30;

  private static QuorumRule rule(ZooEnsemble ensemble) {
    Set<Long> voters = new HashSet<>();
    for (ServerLine server : ensemble.servers()) {
      if (!server.observer()) {
        voters.add(server.id());
      }
    }
    if (ensemble.groups().isEmpty()) {
      return new MajorityRule(voters);
    }
    Map<Long, Long> groups = new HashMap<>(ensemble.groups());
    groups.keySet().retainAll(voters);
    Map<Long, Long> weights = new HashMap<>(ensemble.weights());
    weights.keySet().retainAll(voters);
    return new GroupRule(groups, weights);
  }
}
