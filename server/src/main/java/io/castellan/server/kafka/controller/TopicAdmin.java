package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.znodes.ConfigChangeZnode;
import io.castellan.server.kafka.znodes.ConfigZnode;
import io.castellan.server.kafka.znodes.DeleteTopicZnode;
import io.castellan.server.kafka.znodes.TopicZnode;
import io.castellan.server.kafka.znodes.ZnodeFormat;
import io.castellan.server.kafka.znodes.ZnodeFormatException;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into ZooKeeper what admin requests wish for; the controller notices and carries it out.
 * May be called from any thread; callbacks run on the controller lane.
 *
 * <p>These writes are not fenced: any broker and any tool may make them, as tools always could.
 */
public final class TopicAdmin {
  private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

  private final ClusterMember member;
  private final Znodes znodes;
  private final Executor lane;
  private final ZnodeFormat format;

  TopicAdmin(ClusterMember member, Znodes znodes, Executor lane, ZnodeFormat format) {
    this.member = member;
    this.znodes = znodes;
    this.lane = lane;
    this.format = format;
  }

  /**
   * Create a topic: its settings first, then its assignment, which makes it exist.
   *
   * @param replicas broker ids by partition
   * @param done takes {@code NONE}, {@code TOPIC_ALREADY_EXISTS} or {@code REQUEST_TIMED_OUT}
   */
  public void createTopic(
      String topic,
      SortedMap<Integer, List<Integer>> replicas,
      Map<String, String> config,
      Consumer<ErrorCode> done) {
    SortedMap<Integer, TopicZnode.Assignment> partitions = new TreeMap<>();
    replicas.forEach((n, ids) -> partitions.put(n, TopicZnode.Assignment.of(ids)));
    TopicZnode znode = new TopicZnode(partitions, format.topicIds() ? member.newUuid() : null);
    lane.execute(
        () -> {
          if (member.isToBeDeleted(topic)) {
            done.accept(ErrorCode.TOPIC_ALREADY_EXISTS);
          } else {
            // An existing topic's settings must not be touched: look before writing them.
            znodes.exists(
                TopicZnode.path(topic),
                false,
                there -> {
                  if (there.error() == KeeperError.NO_NODE) {
                    createTopic(topic, znode, config, done);
                  } else {
                    done.accept(
                        there.isOk() ? ErrorCode.TOPIC_ALREADY_EXISTS : failure(there.error()));
                  }
                });
          }
        });
  }

  private void createTopic(
      String topic, TopicZnode znode, Map<String, String> config, Consumer<ErrorCode> done) {
    putConfig(
        ConfigZnode.topicPath(topic),
        config,
        written -> {
          if (written != ErrorCode.NONE) {
            done.accept(written);
            return;
          }
          znodes.create(
              TopicZnode.path(topic),
              znode.write(format),
              CreateMode.PERSISTENT,
              created -> {
                if (created.error() == KeeperError.NODE_EXISTS) {
                  findOwn(topic, znode, done);
                } else {
                  done.accept(created.isOk() ? ErrorCode.NONE : failure(created.error()));
                }
              });
        });
  }

  private static boolean isOwn(String topic, TopicZnode znode, byte @Nullable [] found) {
    try {
      return znode.topicId() != null
          && znode.topicId().equals(TopicZnode.read(topic, found).topicId());
    } catch (ZnodeFormatException somethingElse) {
      return false;
    }
  }

  /** Ours after all, when the answer to the creation was lost and it was repeated. */
  private void findOwn(String topic, TopicZnode znode, Consumer<ErrorCode> done) {
    znodes.read(
        TopicZnode.path(topic),
        false,
        read -> {
          boolean ours = read.isOk() && isOwn(topic, znode, read.get().data());
          done.accept(ours ? ErrorCode.NONE : ErrorCode.TOPIC_ALREADY_EXISTS);
        });
  }

  /**
   * Wish that a topic be deleted; wishing twice is the same.
   *
   * @param done takes {@code NONE} or {@code REQUEST_TIMED_OUT}
   */
  public void requestDeletion(String topic, Consumer<ErrorCode> done) {
    lane.execute(
        () ->
            znodes.create(
                DeleteTopicZnode.path(topic),
                null,
                CreateMode.PERSISTENT,
                result ->
                    done.accept(
                        result.isOk() || result.error() == KeeperError.NODE_EXISTS
                            ? ErrorCode.NONE
                            : failure(result.error()))));
  }

  /**
   * Add partitions to a topic.
   *
   * @param added broker ids by new partition
   * @param done takes {@code NONE}, {@code UNKNOWN_TOPIC_OR_PARTITION}, {@code
   *     REASSIGNMENT_IN_PROGRESS}, {@code INVALID_PARTITIONS} when one of them exists by now,
   *     {@code REQUEST_TIMED_OUT}, or {@code UNKNOWN_SERVER_ERROR} when the topic's znode is
   *     unreadable
   */
  public void addPartitions(
      String topic, SortedMap<Integer, List<Integer>> added, Consumer<ErrorCode> done) {
    lane.execute(() -> addPartitionsOnLane(topic, added, done));
  }

  private void addPartitionsOnLane(
      String topic, SortedMap<Integer, List<Integer>> added, Consumer<ErrorCode> done) {
    znodes.read(
        TopicZnode.path(topic),
        false,
        read -> {
          if (!read.isOk()) {
            done.accept(
                read.error() == KeeperError.NO_NODE
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : failure(read.error()));
            return;
          }
          TopicZnode before;
          try {
            before = TopicZnode.read(topic, read.get().data());
          } catch (ZnodeFormatException e) {
            log.error("{}: no partitions added", e.getMessage());
            done.accept(ErrorCode.UNKNOWN_SERVER_ERROR);
            return;
          }
          SortedMap<Integer, TopicZnode.Assignment> partitions = new TreeMap<>(before.partitions());
          for (var assignment : before.partitions().values()) {
            if (assignment.isBeingReassigned()) {
              done.accept(ErrorCode.REASSIGNMENT_IN_PROGRESS);
              return;
            }
          }
          for (var partition : added.entrySet()) {
            var assignment = TopicZnode.Assignment.of(partition.getValue());
            if (partitions.putIfAbsent(partition.getKey(), assignment) != null) {
              done.accept(ErrorCode.INVALID_PARTITIONS);
              return;
            }
          }
          znodes.write(
              TopicZnode.path(topic),
              new TopicZnode(partitions, before.topicId()).write(format),
              read.get().stat().version(),
              written -> {
                if (written.error() == KeeperError.BAD_VERSION) {
                  addPartitionsOnLane(topic, added, done);
                } else {
                  done.accept(written.isOk() ? ErrorCode.NONE : failure(written.error()));
                }
              });
        });
  }

  /**
   * Read an entity's settings as they stand in ZooKeeper now.
   *
   * @param entityPath such as {@code topics/t}
   * @param done takes {@code NONE} and the settings, which are empty when there are none; or why
   *     they could not be read, so that nobody writes over what he has not seen
   */
  public void readConfig(String entityPath, BiConsumer<ErrorCode, Map<String, String>> done) {
    String path = "/config/" + entityPath;
    lane.execute(
        () ->
            znodes.read(
                path,
                false,
                read -> {
                  if (read.error() == KeeperError.NO_NODE) {
                    done.accept(ErrorCode.NONE, Map.of());
                  } else if (!read.isOk()) {
                    done.accept(failure(read.error()), Map.of());
                  } else {
                    parseConfig(path, read.get().data(), done);
                  }
                }));
  }

  private static void parseConfig(
      String path, byte @Nullable [] data, BiConsumer<ErrorCode, Map<String, String>> done) {
    Map<String, String> config;
    try {
      config = ConfigZnode.read(path, data);
    } catch (ZnodeFormatException e) {
      log.error("{}: not altered", e.getMessage());
      done.accept(ErrorCode.UNKNOWN_SERVER_ERROR, Map.of());
      return;
    }
    done.accept(ErrorCode.NONE, config);
  }

  /**
   * Replace an entity's settings, and let every broker know.
   *
   * @param entityPath such as {@code topics/t}, {@code brokers/1} or {@code brokers/<default>}
   * @param done takes {@code NONE} or {@code REQUEST_TIMED_OUT}
   */
  public void setConfig(String entityPath, Map<String, String> config, Consumer<ErrorCode> done) {
    lane.execute(
        () ->
            putConfig(
                "/config/" + entityPath,
                config,
                written -> {
                  if (written != ErrorCode.NONE) {
                    done.accept(written);
                    return;
                  }
                  znodes.create(
                      ConfigChangeZnode.PREFIX,
                      ConfigChangeZnode.write(entityPath),
                      CreateMode.PERSISTENT_SEQUENTIAL,
                      told -> done.accept(told.isOk() ? ErrorCode.NONE : failure(told.error())));
                }));
  }

  private void putConfig(String path, Map<String, String> config, Consumer<ErrorCode> done) {
    byte[] data = ConfigZnode.write(config);
    znodes.write(
        path,
        data,
        -1,
        written -> {
          if (written.error() == KeeperError.NO_NODE) {
            znodes.create(
                path,
                data,
                CreateMode.PERSISTENT,
                created -> {
                  if (created.error() == KeeperError.NODE_EXISTS) {
                    putConfig(path, config, done);
                  } else {
                    done.accept(created.isOk() ? ErrorCode.NONE : failure(created.error()));
                  }
                });
          } else {
            done.accept(written.isOk() ? ErrorCode.NONE : failure(written.error()));
          }
        });
  }

  /**
   * The session went meanwhile: whether the write was made is not known, and asking again helps.
   */
  private static ErrorCode failure(KeeperError error) {
    return error == KeeperError.NO_AUTH
        ? ErrorCode.CLUSTER_AUTHORIZATION_FAILED
        : ErrorCode.REQUEST_TIMED_OUT;
  }
}
