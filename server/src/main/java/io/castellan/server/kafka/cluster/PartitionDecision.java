package io.castellan.server.kafka.cluster;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.znodes.PartitionStateZnode;
import java.util.List;

/**
 * What a replica is told of its partition, once it stands in ZooKeeper.
 *
 * @param topicPartition which
 * @param topicId the topic's id; {@link Uuid#ZERO} for none
 * @param state leader, epoch and ISR
 * @param partitionEpoch version of the state's znode
 * @param replicas broker ids, the preferred leader first
 * @param isNew whether the partition was created by this decision
 */
public record PartitionDecision(
    TopicPartition topicPartition,
    Uuid topicId,
    PartitionStateZnode state,
    int partitionEpoch,
    List<Integer> replicas,
    boolean isNew) {}
