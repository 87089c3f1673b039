package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sizes, lag, future flag per log dir.
 *
 * <p>Key 35, versions 0 to 5, flexible since 2. Sent by administrative clients.
 */
public final class DescribeLogDirs {

  private DescribeLogDirs() {}

  /**
   * What is asked.
   *
   * @param topics the partitions to describe; null for all
   */
  @Api(ApiKey.DESCRIBE_LOG_DIRS)
  public record Request(@Nullable List<DescribableLogDirTopic> topics) {

    /**
     * A topic.
     *
     * @param topic the topic's name
     * @param partitions the numbers of the partitions
     */
    public record DescribableLogDirTopic(String topic, List<Integer> partitions) {}
  }

  /**
   * What is answered.
   *
   * @param throttleTimeMs how long the quota makes the client wait before its next request, in
   *     milliseconds
   * @param errorCode what went wrong, or 0; see ErrorCode
   * @param results one outcome per thing asked for
   */
  @Api(ApiKey.DESCRIBE_LOG_DIRS)
  public record Response(
      int throttleTimeMs, @Since(3) @Ignorable short errorCode, List<Result> results) {

    /**
     * An outcome.
     *
     * @param errorCode what went wrong, or 0; see ErrorCode
     * @param logDir the directory's absolute path
     * @param topics the topics in this directory
     * @param totalBytes the size of the volume in bytes, or -1
     * @param usableBytes the free bytes of the volume, or -1
     * @param isCordoned whether no new replicas are placed here
     */
    public record Result(
        short errorCode,
        String logDir,
        List<Topic> topics,
        @Since(4) @Ignorable @Default("-1") long totalBytes,
        @Since(4) @Ignorable @Default("-1") long usableBytes,
        @Since(5) @Ignorable boolean isCordoned) {}

    /**
     * A topic.
     *
     * @param name the topic's name
     * @param partitions the partitions of the topic
     */
    public record Topic(String name, List<Partition> partitions) {}

    /**
     * A partition.
     *
     * @param partitionIndex the partition's number within the topic
     * @param partitionSize the bytes of all its segments
     * @param offsetLag how far the replica is behind, in offsets
     * @param isFutureKey whether the replica is on its way here from another directory
     */
    public record Partition(
        int partitionIndex, long partitionSize, long offsetLag, boolean isFutureKey) {}
  }
}
