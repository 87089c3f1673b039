package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.TopicPartition;
import java.util.Map;

/** What became of an OffsetDelete: one error for all, or one for each partition. */
public record OffsetDeletion(ErrorCode error, Map<TopicPartition, ErrorCode> partitions) {}
