package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.cluster.ClusterDelta;
import io.castellan.server.kafka.cluster.Controller;
import io.castellan.server.kafka.cluster.ControllerOutput;
import io.castellan.server.kafka.cluster.ControllerWrite;
import io.castellan.server.kafka.cluster.TopicSnapshot;
import io.castellan.server.kafka.partition.PartitionHost;
import io.castellan.server.kafka.znodes.BrokerZnode;
import io.castellan.server.kafka.znodes.ConfigZnode;
import io.castellan.server.kafka.znodes.DeleteTopicZnode;
import io.castellan.server.kafka.znodes.LogDirEventZnode;
import io.castellan.server.kafka.znodes.PartitionListZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import io.castellan.zk.protocol.EventType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a controller from its election to its resignation: reads what it must know, and carries
 * out what it decides. Owned by the controller lane.
 */
final class ControllerDriver implements StateWriter.Outcomes {
  private static final Logger log = LoggerFactory.getLogger(ControllerDriver.class);

  private final int brokerId;
  private final Controller controller;
  private final ClusterReader reader;
  private final Znodes znodes;
  private final StateWriter writer;
  private final Announcements announcements;
  private final PartitionHost host;
  private final Executor lane;
  private final Supplier<Set<String>> visibleTopics;
  private final Consumer<ClusterDelta> publishConfigs;
  private final Set<String> topicsBeingRead = new HashSet<>();
  private boolean started;
  private boolean ended;

  /**
   * @param visibleTopics names of the topics that clients see now
   * @param publishConfigs makes settings visible at once, ahead of what is being announced
   */
  ControllerDriver(
      int brokerId,
      Controller controller,
      Znodes znodes,
      FencedWrites fenced,
      MemberSettings settings,
      Announcements announcements,
      PartitionHost host,
      Executor lane,
      Supplier<Set<String>> visibleTopics,
      Consumer<ClusterDelta> publishConfigs) {
    this.brokerId = brokerId;
    this.controller = controller;
    this.znodes = znodes;
    this.reader = new ClusterReader(znodes);
    this.writer = new StateWriter(znodes, fenced, settings.format(), this);
    this.announcements = announcements;
    this.host = host;
    this.lane = lane;
    this.visibleTopics = visibleTopics;
    this.publishConfigs = publishConfigs;
  }

  /** The controller was elected: read the cluster and begin. */
  void start() {
    drop(PartitionListZnode.ISR_CHANGE_PARENT);
    drop(LogDirEventZnode.PARENT);
    reader.brokers(
        brokers ->
            reader.names(
                TopicZnode.PARENT,
                names ->
                    readTopics(
                        names,
                        topics ->
                            reader.names(
                                DeleteTopicZnode.PARENT,
                                deletions -> {
                                  if (ended) {
                                    return;
                                  }
                                  started = true;
                                  ControllerOutput output =
                                      controller.start(brokers, topics, deletions);
                                  forgetTopicsThatAreGone(names, output.delta());
                                  log.info(
                                      "controller ready epoch={} brokers={} topics={}",
                                      controller.epoch(),
                                      brokers.keySet(),
                                      topics.size());
                                  perform(output);
                                  refreshTopics();
                                }))));
  }

  /** Nothing that is still under way counts any more. */
  void end() {
    ended = true;
  }

  /** Whether a wish to delete this topic is being carried out. */
  boolean isToBeDeleted(String topic) {
    return controller.isToBeDeleted(topic);
  }

  /** A watch fired. */
  void onEvent(EventType type, String path) {
    if (!started || ended) {
      return; // what is being read for the start includes it, or another event follows
    }
    if (path.startsWith(BrokerZnode.PARENT)) {
      refreshBrokers();
    } else if (path.equals(TopicZnode.PARENT)) {
      refreshTopics();
    } else if (path.equals(DeleteTopicZnode.PARENT)) {
      refreshDeletions();
    } else if (path.startsWith(TopicZnode.PARENT + "/") && type == EventType.NODE_DATA_CHANGED) {
      refreshTopic(path.substring(TopicZnode.PARENT.length() + 1));
    }
  }

  @Override
  public void onStateWritten(TopicPartition topicPartition, int version) {
    perform(controller.onStateWritten(topicPartition, version));
  }

  @Override
  public void onStateConflict(TopicPartition topicPartition) {
    reader.stateIfReadable(
        topicPartition,
        found -> {
          if (found == null) {
            onStateMissing(topicPartition);
          } else {
            perform(controller.onStateConflict(topicPartition, found));
          }
        });
  }

  /** Most likely the whole topic was removed; if it was not, the state alone was. */
  private void onStateMissing(TopicPartition topicPartition) {
    reader.topic(
        topicPartition.topic(),
        topic -> {
          if (topic == null) {
            refreshTopics();
          } else {
            perform(controller.onStateConflict(topicPartition, null));
          }
        });
  }

  @Override
  public void onTopicWritten(String topic, int version) {
    perform(controller.onTopicWritten(topic, version));
    if (version < 0) {
      refreshTopic(topic);
    }
  }

  @Override
  public void onTopicDeleted(String topic) {
    log.info("topic deleted topic={}", topic);
    ClusterDelta config = new ClusterDelta();
    config.putTopicConfig(topic, Map.of());
    publishConfigs.accept(config);
    perform(controller.onTopicDeleted(topic));
    refreshTopics(); // it may have been created again meanwhile
    refreshDeletions();
  }

  private void refreshBrokers() {
    reader.brokers(
        brokers -> {
          log.info("brokers are now {}", brokers.keySet());
          perform(controller.onBrokers(brokers));
        });
  }

  private void refreshTopics() {
    reader.names(
        TopicZnode.PARENT,
        names -> {
          if (ended) {
            return;
          }
          Set<String> gone = new HashSet<>(visibleTopics.get());
          gone.removeAll(names);
          perform(controller.onTopicsGone(gone));
          Set<String> added = new HashSet<>(names);
          added.removeIf(name -> controller.knowsTopic(name) || topicsBeingRead.contains(name));
          if (added.isEmpty()) {
            return;
          }
          topicsBeingRead.addAll(added);
          readTopics(
              added,
              topics -> {
                topicsBeingRead.removeAll(added);
                if (ended) {
                  return;
                }
                log.info("new topics {}", added);
                perform(controller.onNewTopics(topics));
                // A wish that came before its topic was known has been left alone until now.
                refreshDeletions();
              });
        });
  }

  private void refreshTopic(String name) {
    reader.topic(
        name,
        topic -> {
          if (topic != null) {
            perform(controller.onTopicChanged(name, topic.znode(), topic.version()));
          }
        });
  }

  private void refreshDeletions() {
    reader.names(
        DeleteTopicZnode.PARENT,
        names -> {
          Set<String> wanted = new HashSet<>(names);
          wanted.removeAll(topicsBeingRead);
          perform(controller.onDeleteRequests(wanted));
        });
  }

  /** The settings first: whoever is told of a topic is told of its settings. */
  private void readTopics(Set<String> names, Consumer<List<TopicSnapshot>> done) {
    ClusterDelta configs = new ClusterDelta();
    reader.configs(
        ConfigZnode.TOPICS,
        names,
        configs::putTopicConfig,
        () -> {
          publishConfigs.accept(configs);
          reader.topics(names, done);
        });
  }

  private void forgetTopicsThatAreGone(Set<String> names, ClusterDelta delta) {
    for (String visible : visibleTopics.get()) {
      if (!names.contains(visible)) {
        delta.removeTopic(visible);
      }
    }
  }

  private void perform(ControllerOutput output) {
    if (ended) {
      return;
    }
    announcements.announce(output.decisions().getOrDefault(brokerId, List.of()), output.delta());
    for (int other : output.decisions().keySet()) {
      if (other != brokerId) {
        log.warn("broker {} is not told of its partitions: one broker is served here", other);
      }
    }
    for (ControllerOutput.StopReplica stop : output.stops()) {
      if (stop.brokerId() == brokerId) {
        stop(stop);
      }
    }
    for (ControllerWrite write : output.writes()) {
      writer.write(write);
    }
  }

  private void stop(ControllerOutput.StopReplica stop) {
    host.stopReplica(stop.topicPartition(), stop.leaderEpoch(), stop.delete())
        .thenAccept(
            error ->
                lane.execute(
                    () -> {
                      if (error != ErrorCode.NONE) {
                        log.error(
                            "replica not stopped partition={} delete={} error={}",
                            stop.topicPartition(),
                            stop.delete(),
                            error);
                      }
                      if (stop.delete()) {
                        perform(
                            controller.onReplicaDeleted(
                                brokerId, stop.topicPartition(), error == ErrorCode.NONE));
                      }
                    }));
  }

  /** What earlier controllers were told and did not read is answered by reading everything. */
  private void drop(String parent) {
    znodes.children(
        parent,
        false,
        result -> {
          if (result.isOk()) {
            for (String child : result.get().children()) {
              znodes.delete(parent + "/" + child, ignored -> {});
            }
          }
        });
  }
}
