package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.BrokerImage;
import io.castellan.server.kafka.cluster.TopicSnapshot;
import io.castellan.server.kafka.znodes.BrokerZnode;
import io.castellan.server.kafka.znodes.ConfigZnode;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import io.castellan.server.kafka.znodes.ZnodeFormatException;
import io.castellan.server.zkclient.ZkResult;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.GetChildren;
import io.castellan.zk.protocol.message.GetData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cluster from ZooKeeper, leaving the watches that tell of its changes. Owned by the
 * controller lane.
 *
 * <p>What vanishes while it is read is left out, and what cannot be understood is left out loudly:
 * one bad znode must not keep a cluster from having a controller. When the session expires, lists
 * and settings that were asked for are not told any more; whoever asked starts anew with the next
 * session.
 */
final class ClusterReader {
  private static final Logger log = LoggerFactory.getLogger(ClusterReader.class);

  private final Znodes znodes;

  ClusterReader(Znodes znodes) {
    this.znodes = znodes;
  }

  /**
   * The names of a node's children, with a watch on them; empty when the node is missing, and not
   * told when they cannot be read: an error is no empty list.
   */
  void names(String path, Consumer<Set<String>> done) {
    znodes.children(
        path,
        true,
        result -> {
          if (result.isOk() || result.error() == KeeperError.NO_NODE) {
            done.accept(namesOf(result));
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            log.error("zookeeper list failed path={} error={}", path, result.error());
          }
        });
  }

  /** The live brokers, with watches on their coming, going and changing. */
  void brokers(Consumer<Map<Integer, BrokerImage>> done) {
    names(
        BrokerZnode.PARENT,
        names -> {
          Map<Integer, BrokerImage> brokers = new TreeMap<>();
          znodes.forEach(
              names,
              (name, next) ->
                  znodes.read(
                      BrokerZnode.PARENT + "/" + name,
                      true,
                      result -> {
                        BrokerImage broker = understood(result, node -> broker(name, node));
                        if (broker != null) {
                          brokers.put(broker.id(), broker);
                        }
                        next.run();
                      }),
              () -> done.accept(brokers));
        });
  }

  /** Topics with their partitions' states, with watches on their assignments. */
  void topics(Collection<String> names, Consumer<List<TopicSnapshot>> done) {
    List<TopicSnapshot> topics = new ArrayList<>();
    znodes.forEach(
        names,
        (name, next) ->
            topic(
                name,
                topic -> {
                  if (topic == null) {
                    next.run();
                  } else {
                    states(
                        topic,
                        () -> {
                          topics.add(topic);
                          next.run();
                        });
                  }
                }),
        () -> done.accept(topics));
  }

  /** A topic's assignment alone, with a watch on it; null when there is none. */
  void topic(String name, Consumer<@Nullable TopicSnapshot> done) {
    znodes.read(
        TopicZnode.path(name),
        true,
        result ->
            done.accept(
                understood(
                    result,
                    node ->
                        new TopicSnapshot(
                            name,
                            TopicZnode.read(name, node.data()),
                            node.stat().version(),
                            new HashMap<>()))));
  }

  /** A partition's state; null when there is none. */
  void state(String topic, int partition, Consumer<TopicSnapshot.@Nullable VersionedState> done) {
    znodes.read(
        PartitionStateZnode.path(topic, partition),
        false,
        result -> done.accept(understood(result, node -> versioned(topic, partition, node))));
  }

  /**
   * A partition's state as it stands; null when there is none, and not told when it cannot be read:
   * what cannot be understood is not written over.
   */
  void stateIfReadable(
      TopicPartition partition, Consumer<TopicSnapshot.@Nullable VersionedState> done) {
    String path = PartitionStateZnode.path(partition.topic(), partition.partition());
    znodes.read(
        path,
        false,
        result -> {
          if (result.error() == KeeperError.NO_NODE) {
            done.accept(null);
            return;
          }
          TopicSnapshot.VersionedState state =
              understood(result, node -> versioned(partition.topic(), partition.partition(), node));
          if (state != null) {
            done.accept(state);
          }
        });
  }

  private static TopicSnapshot.VersionedState versioned(
      String topic, int partition, GetData.Response node) {
    return new TopicSnapshot.VersionedState(
        PartitionStateZnode.read(topic, partition, node.data()), node.stat().version());
  }

  /** The settings of many entities: each of these children of a parent that can be read. */
  void configs(
      String parent,
      Collection<String> names,
      BiConsumer<String, Map<String, String>> each,
      Runnable done) {
    znodes.forEach(
        names,
        (name, next) ->
            znodes.read(
                parent + "/" + name,
                false,
                result -> {
                  Map<String, String> config =
                      understood(
                          result, node -> ConfigZnode.read(parent + "/" + name, node.data()));
                  if (config != null) {
                    each.accept(name, config);
                  }
                  next.run();
                }),
        done);
  }

  /** The settings of one entity; empty when it has none. */
  void config(String path, Consumer<Map<String, String>> done) {
    znodes.read(
        path,
        false,
        result -> {
          Map<String, String> config =
              understood(result, node -> ConfigZnode.read(path, node.data()));
          done.accept(config == null ? Map.of() : config);
        });
  }

  /**
   * The settings of one entity that is served already; empty when it has none, and not told when
   * they cannot be read: it keeps those that it has.
   */
  void configIfReadable(String path, Consumer<Map<String, String>> done) {
    znodes.read(
        path,
        false,
        result -> {
          Map<String, String> config =
              result.error() == KeeperError.NO_NODE
                  ? Map.of()
                  : understood(result, node -> ConfigZnode.read(path, node.data()));
          if (config != null) {
            done.accept(config);
          }
        });
  }

  private void states(TopicSnapshot topic, Runnable done) {
    znodes.forEach(
        topic.znode().partitions().keySet(),
        (partition, next) ->
            state(
                topic.name(),
                partition,
                state -> {
                  if (state != null) {
                    topic.states().put(partition, state);
                  }
                  next.run();
                }),
        done);
  }

  private static BrokerImage broker(String name, GetData.Response node) {
    int id;
    try {
      id = Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw new ZnodeFormatException(BrokerZnode.PARENT + "/" + name, "expected: a broker id");
    }
    BrokerZnode znode = BrokerZnode.read(id, node.data());
    return new BrokerImage(id, node.stat().czxid(), znode.endpoints(), znode.rack());
  }

  private static Set<String> namesOf(ZkResult<GetChildren.Response> result) {
    return result.isOk() ? Set.copyOf(result.get().children()) : Set.of();
  }

  private static <T> @Nullable T understood(
      ZkResult<GetData.Response> result, Function<GetData.Response, T> read) {
    if (!result.isOk()) {
      if (result.error() != KeeperError.NO_NODE && result.error() != KeeperError.SESSION_EXPIRED) {
        log.error("zookeeper read failed error={}", result.error());
      }
      return null;
    }
    try {
      return read.apply(result.get());
    } catch (ZnodeFormatException e) {
      log.error("{}: left out", e.getMessage());
      return null;
    }
  }
}
