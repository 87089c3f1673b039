package io.castellan.server.kafka.cluster;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ControllerOutput.StopReplica;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Transcripts of a controller: what happens, and what it wants done about it. */
final class ControllerTest {
  private static final Uuid ID = new Uuid(1, 2);
  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final int EPOCH = 7;

  private final Set<String> unclean = new HashSet<>();
  private final Controller controller =
      new Controller(1, EPOCH, true, true, unclean::contains, () -> ID);
  private ClusterImage image = ClusterImage.empty("c");

  @Test
  void givesANewTopicALeaderAndTellsItsReplicas() {
    start(brokers(1, 2), List.of());
    ControllerOutput asked =
        see(controller.onNewTopics(List.of(topic("t", ID, Map.of(0, List.of(2, 1, 3))))));
    assertEquals(
        List.of(new ControllerWrite.CreateStates("t", Map.of(0, state(2, 0, 2, 1)))),
        asked.writes());
    assertNull(image.topic("t"), "visible before its first leader");

    ControllerOutput written = see(controller.onStateWritten(T0, 0));
    assertEquals(Set.of(1, 2), written.decisions().keySet());
    PartitionDecision told = first(written, 1);
    assertTrue(told.isNew());
    assertEquals(ID, told.topicId());
    assertEquals(List.of(2, 1, 3), told.replicas());
    assertEquals(2, leader(T0));
    assertEquals("t", requireNonNull(image.topic(ID)).name());
  }

  @Test
  void waitsForAReplicaToLive() {
    start(brokers(1), List.of());
    assertTrue(
        see(controller.onNewTopics(List.of(topic("t", ID, Map.of(0, List.of(2))))))
            .writes()
            .isEmpty());
    assertEquals(
        List.of(new ControllerWrite.CreateStates("t", Map.of(0, state(2, 0, 2)))),
        see(controller.onBrokers(brokers(1, 2))).writes());
  }

  @Test
  void givesAnOldToolsTopicAnIdBeforeAnybodyHearsOfIt() {
    start(brokers(1), List.of());
    TopicSnapshot old = topic("t", null, Map.of(0, List.of(1)));
    ControllerOutput asked = see(controller.onNewTopics(List.of(old)));
    assertEquals(
        List.of(new ControllerWrite.SetTopic("t", new TopicZnode(old.znode().partitions(), ID), 0)),
        asked.writes());
    ControllerOutput named = see(controller.onTopicWritten("t", 1));
    assertEquals(
        List.of(new ControllerWrite.CreateStates("t", Map.of(0, state(1, 0, 1)))), named.writes());
    assertEquals(ID, first(see(controller.onStateWritten(T0, 0)), 1).topicId());
  }

  @Test
  void takesTheIdThatSomebodyElseGave() {
    start(brokers(1), List.of());
    see(controller.onNewTopics(List.of(topic("t", null, Map.of(0, List.of(1))))));
    assertTrue(see(controller.onTopicWritten("t", -1)).writes().isEmpty());
    Uuid theirs = new Uuid(9, 9);
    see(controller.onTopicChanged("t", topic("t", theirs, Map.of(0, List.of(1))).znode(), 1));
    assertEquals(theirs, first(see(controller.onStateWritten(T0, 0)), 1).topicId());
  }

  @Test
  void tellsWhatStandsAfterAnElectionWithoutWriting() {
    TopicSnapshot led = led("t", List.of(1, 2), state(1, 5, 1, 2), 12);
    ControllerOutput output = start(brokers(1, 2), List.of(led));
    assertTrue(output.writes().isEmpty());
    PartitionDecision told = first(output, 2);
    assertFalse(told.isNew());
    assertEquals(12, told.partitionEpoch());
    assertEquals(1, leader(T0));
    assertEquals(1, image.controllerId());
  }

  @Test
  void electsAnotherOfTheIsrWhenTheLeaderGoes() {
    start(brokers(1, 2, 3), List.of(led("t", List.of(1, 2, 3), state(1, 5, 1, 3), 12)));
    assertEquals(
        List.of(new ControllerWrite.SetState(T0, state(3, 6, 3), 12)),
        see(controller.onBrokers(brokers(2, 3))).writes());
    assertEquals(1, leader(T0), "told before it was written");
    see(controller.onStateWritten(T0, 13));
    assertEquals(3, leader(T0));
  }

  @Test
  void keepsTheLastOfTheIsrAndWaitsForIt() {
    start(brokers(1, 2), List.of(led("t", List.of(1, 2), state(1, 5, 1), 12)));
    assertEquals(
        List.of(new ControllerWrite.SetState(T0, state(-1, 6, 1), 12)),
        see(controller.onBrokers(brokers(2))).writes());
    see(controller.onStateWritten(T0, 13));
    assertEquals(-1, leader(T0));
    assertEquals(
        List.of(new ControllerWrite.SetState(T0, state(1, 7, 1), 13)),
        see(controller.onBrokers(brokers(1, 2))).writes());
  }

  @Test
  void losesRecordsOnlyWhereThatIsAllowed() {
    unclean.add("t");
    start(brokers(1, 2), List.of(led("t", List.of(1, 2), state(1, 5, 1), 12)));
    assertEquals(
        List.of(
            new ControllerWrite.SetState(
                T0, new PartitionStateZnode(EPOCH, 2, 6, List.of(2), true), 12)),
        see(controller.onBrokers(brokers(2))).writes());
  }

  @Test
  void looksAgainAtWhatChangedWhileAWriteWasOnItsWay() {
    start(brokers(1, 2, 3), List.of(led("t", List.of(1, 2, 3), state(1, 5, 1, 2, 3), 12)));
    see(controller.onBrokers(brokers(2, 3)));
    assertTrue(see(controller.onBrokers(brokers(3))).writes().isEmpty());
    assertEquals(
        List.of(new ControllerWrite.SetState(T0, state(3, 7, 3), 13)),
        see(controller.onStateWritten(T0, 13)).writes());
  }

  @Test
  void makesAStateThatSomebodyRemovedAgainWithTheEpochThatFollows() {
    start(brokers(1, 2), List.of(led("t", List.of(1, 2), state(1, 5, 1, 2), 12)));
    see(controller.onBrokers(brokers(2)));
    assertEquals(
        List.of(new ControllerWrite.CreateStates("t", Map.of(0, state(2, 6, 2)))),
        see(controller.onStateConflict(T0, null)).writes());
    ControllerOutput written = see(controller.onStateWritten(T0, 0));
    assertEquals(0, first(written, 2).partitionEpoch());
    assertFalse(first(written, 2).isNew());
    assertEquals(2, leader(T0));
  }

  @Test
  void makesNoStateOfATopicThatIsToBeDeleted() {
    start(brokers(1), List.of(led("t", List.of(1), state(-1, 5, 1), 12)));
    see(controller.onDeleteRequests(List.of("t")));
    ControllerOutput conflict = see(controller.onStateConflict(T0, null));
    assertTrue(conflict.writes().isEmpty());
    assertEquals(2, conflict.stops().size());
  }

  @Test
  void tellsARestartedBrokerEverythingAgain() {
    start(brokers(1, 2), List.of(led("t", List.of(1, 2), state(1, 5, 1), 12)));
    Map<Integer, BrokerImage> restarted = brokers(1, 2);
    restarted.put(2, new BrokerImage(2, 999, List.of(), null));
    ControllerOutput output = see(controller.onBrokers(restarted));
    assertEquals(Set.of(2), output.decisions().keySet());
    assertEquals(999, requireNonNull(image.broker(2)).epoch());
  }

  @Test
  void takesWhatItFindsWhenAnotherStateStandsThere() {
    start(brokers(1, 2), List.of());
    see(controller.onNewTopics(List.of(topic("t", ID, Map.of(0, List.of(1, 2))))));
    ControllerOutput output =
        see(controller.onStateConflict(T0, new TopicSnapshot.VersionedState(state(2, 3, 2), 4)));
    assertEquals(4, first(output, 1).partitionEpoch());
    assertEquals(2, leader(T0));
    assertTrue(output.writes().isEmpty());
  }

  @Test
  void addsPartitions() {
    start(brokers(1), List.of(led("t", List.of(1), state(1, 5, 1), 12)));
    TopicZnode grown = topic("t", ID, Map.of(0, List.of(1), 1, List.of(1))).znode();
    ControllerOutput output = see(controller.onTopicChanged("t", grown, 1));
    assertEquals(
        List.of(new ControllerWrite.CreateStates("t", Map.of(1, state(1, 0, 1)))), output.writes());
    assertTrue(output.decisions().isEmpty());
    see(controller.onStateWritten(new TopicPartition("t", 1), 0));
    assertEquals(2, requireNonNull(image.topic("t")).partitions().size());
  }

  @Test
  void deletesATopicReplicaByReplica() {
    start(brokers(1, 2), List.of(led("t", List.of(1, 2), state(1, 5, 1, 2), 12)));
    ControllerOutput output = see(controller.onDeleteRequests(Set.of("t")));
    assertNull(image.topic("t"));
    assertEquals(4, output.stops().size());
    assertEquals(
        List.of(false, false, true, true),
        output.stops().stream().map(StopReplica::delete).toList());
    assertTrue(output.writes().isEmpty());
    assertTrue(see(controller.onReplicaDeleted(1, T0, true)).writes().isEmpty());
    assertEquals(
        List.of(new ControllerWrite.DeleteTopic("t", Set.of(0))),
        see(controller.onReplicaDeleted(2, T0, true)).writes());
    see(controller.onTopicDeleted("t"));
    assertFalse(controller.knowsTopic("t"));
  }

  @Test
  void waitsWithADeletionUntilEveryReplicaIsThere() {
    start(brokers(1), List.of(led("t", List.of(1, 2), state(1, 5, 1), 12)));
    assertTrue(see(controller.onDeleteRequests(Set.of("t"))).stops().isEmpty());
    assertNotNull(image.topic("t"));
    assertEquals(4, see(controller.onBrokers(brokers(1, 2))).stops().size());
  }

  @Test
  void resumesADeletionAfterAnElection() {
    ControllerOutput output =
        see(
            controller.start(
                brokers(1), List.of(topic("t", null, Map.of(0, List.of(1)))), Set.of("t")));
    assertTrue(output.writes().isEmpty(), "recreates what is to be deleted");
    assertEquals(2, output.stops().size());
    assertNull(image.topic("t"));
  }

  @Test
  void neitherGrowsNorForgetsATopicThatIsBeingDeleted() {
    start(brokers(1), List.of(led("t", List.of(1, 2), state(1, 5, 1), 12)));
    see(controller.onDeleteRequests(Set.of("t")));
    TopicZnode grown = topic("t", ID, Map.of(0, List.of(1, 2), 1, List.of(1))).znode();
    assertEquals(
        List.of(
            new ControllerWrite.SetTopic("t", topic("t", ID, Map.of(0, List.of(1, 2))).znode(), 5)),
        see(controller.onTopicChanged("t", grown, 5)).writes());
  }

  @Test
  void dropsWishesThatItCannotFulfil() {
    start(brokers(1), List.of());
    assertEquals(
        List.of(new ControllerWrite.DropDeleteRequest("unknown")),
        see(controller.onDeleteRequests(Set.of("unknown"))).writes());
    Controller keeps = new Controller(1, EPOCH, true, false, t -> false, () -> ID);
    ControllerOutput output =
        keeps.start(brokers(1), List.of(led("t", List.of(1), state(1, 5, 1), 1)), Set.of("t"));
    assertEquals(List.of(new ControllerWrite.DropDeleteRequest("t")), output.writes());
    assertTrue(output.stops().isEmpty());
  }

  @Test
  void stopsButKeepsWhatVanishedWithoutAWish() {
    start(brokers(1), List.of(led("t", List.of(1), state(1, 5, 1), 12)));
    ControllerOutput output = see(controller.onTopicsGone(Set.of("t")));
    assertEquals(List.of(new StopReplica(1, T0, Controller.DELETED_EPOCH, false)), output.stops());
    assertNull(image.topic("t"));
  }

  private ControllerOutput start(Map<Integer, BrokerImage> brokers, List<TopicSnapshot> topics) {
    return see(controller.start(brokers, topics, Set.of()));
  }

  private ControllerOutput see(ControllerOutput output) {
    image = image.apply(output.delta());
    return output;
  }

  /** The first thing that a broker is told. */
  private static PartitionDecision first(ControllerOutput output, int broker) {
    return requireNonNull(output.decisions().get(broker)).get(0);
  }

  private int leader(TopicPartition topicPartition) {
    PartitionImage partition = image.partition(topicPartition.topic(), topicPartition.partition());
    return partition == null ? -99 : partition.leader();
  }

  private static Map<Integer, BrokerImage> brokers(int... ids) {
    Map<Integer, BrokerImage> brokers = new TreeMap<>();
    for (int id : ids) {
      brokers.put(id, new BrokerImage(id, 100 + id, List.of(), null));
    }
    return brokers;
  }

  private static PartitionStateZnode state(int leader, int leaderEpoch, Integer... isr) {
    return new PartitionStateZnode(EPOCH, leader, leaderEpoch, List.of(isr), false);
  }

  private static TopicSnapshot topic(
      String name, @Nullable Uuid id, Map<Integer, List<Integer>> replicas) {
    Map<Integer, TopicZnode.Assignment> partitions = new TreeMap<>();
    replicas.forEach((n, ids) -> partitions.put(n, TopicZnode.Assignment.of(ids)));
    return new TopicSnapshot(name, new TopicZnode(new TreeMap<>(partitions), id), 0, Map.of());
  }

  private static TopicSnapshot led(
      String name, List<Integer> replicas, PartitionStateZnode state, int version) {
    TopicSnapshot topic = topic(name, ID, Map.of(0, replicas));
    return new TopicSnapshot(
        name, topic.znode(), 0, Map.of(0, new TopicSnapshot.VersionedState(state, version)));
  }
}
