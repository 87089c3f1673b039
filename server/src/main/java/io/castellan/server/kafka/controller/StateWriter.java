package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ControllerWrite;
import io.castellan.server.kafka.znodes.ConfigZnode;
import io.castellan.server.kafka.znodes.DeleteTopicZnode;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import io.castellan.server.kafka.znodes.ZnodeFormat;
import io.castellan.server.zkclient.ZkWrite;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.SetData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what a controller wants written, and tells it what came of it. Owned by its lane. */
final class StateWriter {
  private static final Logger log = LoggerFactory.getLogger(StateWriter.class);

  /** How many new partitions go into one multi, so that it stays far below a frame's limit. */
  private static final int PARTITIONS_PER_MULTI = 64;

  /** Told of the outcomes. */
  interface Outcomes {
    /** A state stands as it was asked for. */
    void onStateWritten(TopicPartition topicPartition, int version);

    /** Another state stands there, or none can. */
    void onStateConflict(TopicPartition topicPartition);

    /** An assignment was written; -1 when another stands there. */
    void onTopicWritten(String topic, int version);

    /** A topic's znodes are gone. */
    void onTopicDeleted(String topic);
  }

  private final Znodes znodes;
  private final FencedWrites fenced;
  private final ZnodeFormat format;
  private final Outcomes outcomes;

  StateWriter(Znodes znodes, FencedWrites fenced, ZnodeFormat format, Outcomes outcomes) {
    this.znodes = znodes;
    this.fenced = fenced;
    this.format = format;
    this.outcomes = outcomes;
  }

  /** Carry out one. */
  void write(ControllerWrite write) {
    if (write instanceof ControllerWrite.SetTopic set) {
      setTopic(set);
    } else if (write instanceof ControllerWrite.CreateStates create) {
      createStates(create);
    } else if (write instanceof ControllerWrite.SetState set) {
      setState(set);
    } else if (write instanceof ControllerWrite.DeleteTopic delete) {
      deleteTopic(delete.topic());
    } else if (write instanceof ControllerWrite.DropDeleteRequest drop) {
      deleteNode(DeleteTopicZnode.path(drop.topic()), () -> {});
    }
  }

  private void setTopic(ControllerWrite.SetTopic set) {
    String path = TopicZnode.path(set.topic());
    fenced.write(
        List.of(new ZkWrite.SetNode(path, set.znode().write(format), set.version())),
        result -> {
          if (result.isOk()) {
            SetData.Response written = (SetData.Response) result.get().get(0);
            outcomes.onTopicWritten(set.topic(), written.stat().version());
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            outcomes.onTopicWritten(set.topic(), -1);
          }
        });
  }

  private void setState(ControllerWrite.SetState set) {
    TopicPartition partition = set.topicPartition();
    String path = PartitionStateZnode.path(partition.topic(), partition.partition());
    fenced.write(
        List.of(new ZkWrite.SetNode(path, set.state().write(format), set.version())),
        result -> {
          if (result.isOk()) {
            SetData.Response written = (SetData.Response) result.get().get(0);
            outcomes.onStateWritten(partition, written.stat().version());
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            outcomes.onStateConflict(partition);
          }
        });
  }

  /**
   * All at once first, as nothing of a new partition is there; one by one where something is after
   * all: what an earlier controller began, or what our own multi made when its answer was lost.
   */
  private void createStates(ControllerWrite.CreateStates create) {
    List<Map.Entry<Integer, PartitionStateZnode>> all = new ArrayList<>(create.states().entrySet());
    // The parent of all partitions comes with the first of them.
    boolean withParent = create.states().containsKey(0);
    for (int from = 0; from < all.size(); from += PARTITIONS_PER_MULTI) {
      List<Map.Entry<Integer, PartitionStateZnode>> some =
          all.subList(from, Math.min(all.size(), from + PARTITIONS_PER_MULTI));
      List<ZkWrite> writes = new ArrayList<>();
      if (withParent && from == 0) {
        writes.add(persistent(PartitionStateZnode.partitionsPath(create.topic())));
      }
      for (var state : some) {
        writes.add(persistent(PartitionStateZnode.partitionPath(create.topic(), state.getKey())));
        writes.add(creation(create.topic(), state.getKey(), state.getValue()));
      }
      fenced.write(
          writes,
          result -> {
            if (result.isOk()) {
              for (var state : some) {
                outcomes.onStateWritten(new TopicPartition(create.topic(), state.getKey()), 0);
              }
            } else if (result.error() != KeeperError.SESSION_EXPIRED) {
              some.forEach(state -> createState(create.topic(), state.getKey(), state.getValue()));
            }
          });
    }
  }

  private void createState(String topic, int partition, PartitionStateZnode state) {
    TopicPartition topicPartition = new TopicPartition(topic, partition);
    ensure(
        PartitionStateZnode.partitionsPath(topic),
        () ->
            ensure(
                PartitionStateZnode.partitionPath(topic, partition),
                () ->
                    fenced.write(
                        List.of(creation(topic, partition, state)),
                        result -> {
                          if (result.isOk()) {
                            outcomes.onStateWritten(topicPartition, 0);
                          } else if (result.error() == KeeperError.NODE_EXISTS) {
                            outcomes.onStateConflict(topicPartition);
                          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
                            log.warn(
                                "partition state not created partition={} error={}",
                                topicPartition,
                                result.error());
                          }
                        })));
  }

  private void ensure(String path, Runnable done) {
    fenced.write(
        List.of(persistent(path)),
        result -> {
          if (result.error() != KeeperError.SESSION_EXPIRED) {
            done.run(); // there, or its child's creation will say what is wrong
          }
        });
  }

  private void deleteTopic(String topic) {
    deleteTree(
        TopicZnode.path(topic),
        () ->
            deleteNode(
                ConfigZnode.topicPath(topic),
                () ->
                    deleteNode(
                        DeleteTopicZnode.path(topic), () -> outcomes.onTopicDeleted(topic))));
  }

  private void deleteTree(String path, Runnable done) {
    znodes.children(
        path,
        false,
        result -> {
          if (result.isOk()) {
            znodes.forEach(
                result.get().children(),
                (child, next) -> deleteTree(path + "/" + child, next),
                () -> deleteNode(path, done));
          } else if (result.error() == KeeperError.NO_NODE) {
            done.run();
          }
        });
  }

  private void deleteNode(String path, Runnable done) {
    fenced.write(
        List.of(new ZkWrite.DeleteNode(path, -1)),
        result -> {
          if (result.isOk() || result.error() == KeeperError.NO_NODE) {
            done.run();
          } else if (result.error() == KeeperError.NOT_EMPTY) {
            deleteTree(path, done); // something was added below it in between
          } else if (result.error() != KeeperError.SESSION_EXPIRED) {
            log.error("znode not deleted path={} error={}", path, result.error());
          }
        });
  }

  private ZkWrite persistent(String path) {
    return znodes.creation(path, null, CreateMode.PERSISTENT);
  }

  private ZkWrite creation(String topic, int partition, PartitionStateZnode state) {
    return znodes.creation(
        PartitionStateZnode.path(topic, partition), state.write(format), CreateMode.PERSISTENT);
  }
}
