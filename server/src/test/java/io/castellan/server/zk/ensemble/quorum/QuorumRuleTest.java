package io.castellan.server.zk.ensemble.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.apache.zookeeper.server.quorum.flexible.QuorumHierarchical;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.apache.zookeeper.server.quorum.flexible.QuorumVerifier;
import org.junit.jupiter.api.Test;

class QuorumRuleTest {
  private static final int STRANGER = 99;

  @Test
  void decidesLikeStockForEverySetOfServers() throws Exception {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      int servers = 1 + random.nextInt(7);
      Properties config = new Properties();
      Map<Long, Long> groups = new HashMap<>();
      Map<Long, Long> weights = new HashMap<>();
      Map<Long, StringBuilder> members = new HashMap<>();
      for (long id = 1; id <= servers; id++) {
        config.setProperty("server." + id, "127.0.0.1:" + (2000 + id) + ":" + (3000 + id));
        long group = 1L + random.nextInt(3);
        groups.put(id, group);
        members.merge(group, new StringBuilder().append(id), (a, b) -> a.append(':').append(b));
        if (random.nextBoolean()) {
          weights.put(id, (long) random.nextInt(4));
          config.setProperty("weight." + id, weights.get(id).toString());
        }
      }
      QuorumRule majority = new MajorityRule(groups.keySet());
      Properties plain = new Properties();
      config.forEach(
          (k, v) -> {
            if (k.toString().startsWith("server.")) {
              plain.put(k, v);
            }
          });
      agree(seed, new QuorumMaj(plain), majority, servers);
      members.forEach((group, ids) -> config.setProperty("group." + group, ids.toString()));
      if (groups.keySet().stream().allMatch(id -> weights.getOrDefault(id, 1L) == 0)) {
        assertThrows(IllegalArgumentException.class, () -> new GroupRule(groups, weights));
      } else {
        agree(seed, new QuorumHierarchical(config), new GroupRule(groups, weights), servers);
      }
    }
  }

  private static void agree(long seed, QuorumVerifier stock, QuorumRule ours, int servers) {
    List<Set<Long>> quorums = new ArrayList<>();
    for (int mask = 0; mask < 1 << servers; mask++) {
      Set<Long> set = new HashSet<>(Set.of((long) STRANGER));
      for (long id = 1; id <= servers; id++) {
        if ((mask & 1 << (id - 1)) != 0) {
          set.add(id);
        }
      }
      boolean quorum = ours.isQuorum(set);
      set.remove((long) STRANGER); // which stock counts, and is never shown
      assertEquals(stock.containsQuorum(set), quorum, "seed " + seed + " " + set);
      if (quorum) {
        quorums.add(set);
      }
    }
    for (Set<Long> a : quorums) {
      assertTrue(quorums.stream().allMatch(b -> b.stream().anyMatch(a::contains)), "seed " + seed);
    }
    for (long id = 1; id <= servers; id++) {
      assertEquals(stock.getWeight(id), ours.weight(id), "seed " + seed);
    }
  }

  @Test
  void needsAQuorumOfBothConfigurationsInBetween() {
    Electorate between =
        Electorate.between(
            new MajorityRule(Set.of(1L, 2L, 3L)), new MajorityRule(Set.of(3L, 4L, 5L)));
    assertFalse(between.isQuorum(Set.of(1L, 2L)));
    assertFalse(between.isQuorum(Set.of(3L, 4L)));
    assertTrue(between.isQuorum(Set.of(2L, 3L, 4L)));
    assertEquals(Set.of(1L, 2L, 3L, 4L, 5L), between.voters());
    assertEquals(0, between.weight(5), "only the current configuration says who may lead");
  }

  @Test
  void refusesWhatCannotDecide() {
    assertThrows(IllegalArgumentException.class, () -> new MajorityRule(Set.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new GroupRule(Map.of(1L, 1L), Map.of(1L, -1L)));
    assertThrows(
        IllegalArgumentException.class, () -> new GroupRule(Map.of(1L, 1L), Map.of(2L, 1L)));
  }
}
