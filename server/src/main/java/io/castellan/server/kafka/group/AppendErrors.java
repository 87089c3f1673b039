package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;

/**
 * What a failed append to {@code __consumer_offsets} means to a group's client, who knows no
 * partitions.
 */
final class AppendErrors {
  private AppendErrors() {}

  static ErrorCode ofCommit(ErrorCode append) {
    return switch (append) {
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
      case REQUEST_TIMED_OUT -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
      default -> ofEither(append);
    };
  }

  static ErrorCode ofGroup(ErrorCode append) {
    return switch (append) {
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_FETCH_SIZE ->
          ErrorCode.UNKNOWN_SERVER_ERROR;
      case REQUEST_TIMED_OUT -> ErrorCode.REBALANCE_IN_PROGRESS;
      default -> ofEither(append);
    };
  }

  private static ErrorCode ofEither(ErrorCode append) {
    return switch (append) {
      case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND ->
          ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR -> ErrorCode.NOT_COORDINATOR;
      default -> append;
    };
  }
}
