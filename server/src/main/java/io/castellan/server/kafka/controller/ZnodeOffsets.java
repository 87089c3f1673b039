package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import io.castellan.server.kafka.znodes.ConsumerOffsetZnode;
import io.castellan.server.kafka.znodes.ZnodeFormatException;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offsets in the znodes below {@code /consumers}. Works on the controller lane. */
final class ZnodeOffsets implements ZooKeeperOffsets {
  private static final Logger log = LoggerFactory.getLogger(ZnodeOffsets.class);
  private static final byte[] NOTHING = {};
  private static final int ANY_VERSION = -1;

  private final Znodes znodes;
  private final Executor lane;

  ZnodeOffsets(Znodes znodes, Executor lane) {
    this.znodes = znodes;
    this.lane = lane;
  }

  @Override
  public void commit(
      String group, TopicPartition partition, long offset, Consumer<ErrorCode> done) {
    String path = ConsumerOffsetZnode.path(group, partition.topic(), partition.partition());
    byte[] data = ConsumerOffsetZnode.write(offset);
    List<String> parents = ConsumerOffsetZnode.parents(group, partition.topic());
    lane.execute(() -> set(path, data, parents, done));
  }

  private void set(String path, byte[] data, List<String> parents, Consumer<ErrorCode> done) {
    znodes.write(
        path,
        data,
        ANY_VERSION,
        written -> {
          if (written.error() == KeeperError.NO_NODE) {
            createParents(path, data, parents, 0, done);
          } else {
            finish(path, written.error(), done);
          }
        });
  }

  /** Somebody else may make them meanwhile, and even the node itself. */
  private void createParents(
      String path, byte[] data, List<String> parents, int next, Consumer<ErrorCode> done) {
    boolean leaf = next == parents.size();
    znodes.create(
        leaf ? path : parents.get(next),
        leaf ? data : NOTHING,
        CreateMode.PERSISTENT,
        created -> {
          boolean exists = created.error() == KeeperError.NODE_EXISTS;
          if (leaf && exists) {
            set(path, data, parents, done);
          } else if (leaf || !(created.isOk() || exists)) {
            finish(path, created.error(), done);
          } else {
            createParents(path, data, parents, next + 1, done);
          }
        });
  }

  private static void finish(String path, KeeperError error, Consumer<ErrorCode> done) {
    if (error != KeeperError.OK) {
      log.warn("offset not kept path={} error={}", path, error);
    }
    done.accept(error == KeeperError.OK ? ErrorCode.NONE : ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  @Override
  public void fetch(String group, TopicPartition partition, BiConsumer<ErrorCode, Long> done) {
    String path = ConsumerOffsetZnode.path(group, partition.topic(), partition.partition());
    lane.execute(
        () ->
            znodes.read(
                path,
                false,
                read -> {
                  if (read.error() == KeeperError.NO_NODE) {
                    done.accept(ErrorCode.NONE, -1L);
                  } else if (read.isOk()) {
                    parse(path, read.get().data(), done);
                  } else {
                    log.warn("offset not read path={} error={}", path, read.error());
                    done.accept(ErrorCode.UNKNOWN_SERVER_ERROR, -1L);
                  }
                }));
  }

  private static void parse(String path, byte @Nullable [] data, BiConsumer<ErrorCode, Long> done) {
    long offset;
    try {
      offset = ConsumerOffsetZnode.read(path, data);
    } catch (ZnodeFormatException e) {
      log.warn("{}", e.getMessage());
      done.accept(ErrorCode.UNKNOWN_SERVER_ERROR, -1L);
      return;
    }
    done.accept(ErrorCode.NONE, offset);
  }
}
