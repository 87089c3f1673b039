package io.castellan.kafka.protocol.message;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.schema.Api;
import io.castellan.kafka.protocol.schema.Default;
import io.castellan.kafka.protocol.schema.Ignorable;
import io.castellan.kafka.protocol.schema.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DescribeLogDirs, key 35, versions 0 to 5. */
public final class DescribeLogDirs {
  private DescribeLogDirs() {}

  /** What is asked. */
  @Api(ApiKey.DESCRIBE_LOG_DIRS)
  public record Request(@Nullable List<DescribableLogDirTopic> topics) {

    /** One describable log dir topic of the request. */
    public record DescribableLogDirTopic(String topic, List<Integer> partitions) {}
  }

  /** What is answered. */
  @Api(ApiKey.DESCRIBE_LOG_DIRS)
  public record Response(
      int throttleTimeMs, @Since(3) @Ignorable short errorCode, List<Result> results) {

    /** One result of the response. */
    public record Result(
        short errorCode,
        String logDir,
        List<Topic> topics,
        @Since(4) @Ignorable @Default("-1") long totalBytes,
        @Since(4) @Ignorable @Default("-1") long usableBytes,
        @Since(5) @Ignorable boolean isCordoned) {}

    /** One topic of the response. */
    public record Topic(String name, List<Partition> partitions) {}

    /** One partition of the response. */
    public record Partition(
        int partitionIndex, long partitionSize, long offsetLag, boolean isFutureKey) {}
  }
}
