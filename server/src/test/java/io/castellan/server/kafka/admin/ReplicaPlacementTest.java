package io.castellan.server.kafka.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.castellan.server.kafka.cluster.BrokerImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReplicaPlacementTest {
  @Test
  void goesRoundTheBrokersAndShiftsWithEveryRound() throws Exception {
    assertEquals(
        "{0=[0, 1], 1=[1, 2], 2=[2, 0], 3=[0, 2], 4=[1, 0], 5=[2, 1]}",
        ReplicaPlacement.place(brokers("", "", ""), 0, 6, 2, 0, 0).toString());
    assertEquals(
        "{4=[0], 5=[1]}", ReplicaPlacement.place(brokers("", "", ""), 4, 2, 1, 2, 2).toString());
    assertEquals("{0=[0]}", ReplicaPlacement.place(brokers(""), 0, 1, 1, 7, 7).toString());
  }

  @Test
  void spreadsReplicasOverRacksAndBrokersEvenly() throws Exception {
    Map<Integer, Integer> held = new HashMap<>();
    List<String> racks = List.of("a", "b", "c", "a", "b", "c");
    var placed = ReplicaPlacement.place(brokers(racks.toArray(new String[0])), 0, 36, 3, 1, 2);
    for (List<Integer> replicas : placed.values()) {
      assertEquals(3, new HashSet<>(replicas.stream().map(racks::get).toList()).size());
      replicas.forEach(id -> held.merge(id, 1, Integer::sum));
    }
    assertEquals(6, held.size());
    held.values().forEach(count -> assertEquals(18.0, count, 6.0));
  }

  @Test
  void refusesMoreReplicasThanBrokers() {
    assertThrows(
        RefusedException.class, () -> ReplicaPlacement.place(brokers("", ""), 0, 1, 3, 0, 0));
    assertThrows(RefusedException.class, () -> ReplicaPlacement.place(brokers(""), 0, 0, 1, 0, 0));
    assertThrows(RefusedException.class, () -> ReplicaPlacement.place(brokers(""), 0, 1, 0, 0, 0));
  }

  private static List<BrokerImage> brokers(String... racks) {
    List<BrokerImage> brokers = new ArrayList<>();
    for (String rack : racks) {
      brokers.add(new BrokerImage(brokers.size(), 1, List.of(), rack.isEmpty() ? null : rack));
    }
    return brokers;
  }
}
