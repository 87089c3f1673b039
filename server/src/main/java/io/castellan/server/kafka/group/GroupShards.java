package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.ShardRuntime;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Leads a request to the shard of its group. From any thread. */
public final class GroupShards {
  private final ShardRuntime<GroupShard> runtime;
  private final IntSupplier partitionCount;

  /**
   * @param partitionCount how many partitions {@code __consumer_offsets} has; 0 while it does not
   *     exist
   */
  public GroupShards(ShardRuntime<GroupShard> runtime, IntSupplier partitionCount) {
    this.runtime = runtime;
    this.partitionCount = partitionCount;
  }

  /**
   * Put a request to a group's shard.
   *
   * @param refused told instead why this broker cannot; see {@link ShardRuntime#submit}
   */
  public void submit(
      String groupId, ShardRuntime.Task<GroupShard> task, Consumer<ErrorCode> refused) {
    int count = partitionCount.getAsInt();
    if (count == 0) {
      refused.accept(ErrorCode.NOT_COORDINATOR);
    } else {
      runtime.submit(OffsetsTopic.partitionOf(groupId, count), task, refused);
    }
  }

  /** See {@link ShardRuntime#forEach}. */
  public void forEach(ShardRuntime.Task<GroupShard> task, Consumer<ErrorCode> whenSeen) {
    runtime.forEach(task, whenSeen);
  }
}
