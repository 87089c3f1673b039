package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.DescribeLogDirs;
import io.castellan.kafka.protocol.message.DescribeLogDirs.Response.Partition;
import io.castellan.kafka.protocol.message.DescribeLogDirs.Response.Result;
import io.castellan.kafka.protocol.message.DescribeLogDirs.Response.Topic;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.log.LogDirectory;
import io.castellan.server.kafka.log.LogView;
import io.castellan.server.kafka.partition.LogDirectories;
import io.castellan.server.kafka.partition.LogMove;
import io.castellan.server.kafka.partition.LogMover;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.PartitionTable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Describes the log directories of this broker: their state, the partitions in them and their sizes
 * (KIP-113).
 *
 * <p>Versions 0 to 5. 4: size and free space of the volume. No topics (null) means all of them. A
 * directory that has failed answers {@code KAFKA_STORAGE_ERROR}. A log that is being moved to a
 * directory shows there as a future one, with what it lacks as its lag; the lag of others is 0.
 */
public final class DescribeLogDirsHandler
    implements Handler<DescribeLogDirs.Request, DescribeLogDirs.Response> {
  private final PartitionTable table;
  private final LogDirectories directories;
  private final LogMover mover;
  private final DiskReads reads;

  /**
   * @param table the partitions served here
   * @param directories where they lie
   * @param mover knows those that are on their way
   * @param reads runs what may wait for disks
   */
  public DescribeLogDirsHandler(
      PartitionTable table, LogDirectories directories, LogMover mover, Executor reads) {
    this.mover = mover;
    this.reads = new DiskReads(reads);
    this.table = table;
    this.directories = directories;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_LOG_DIRS;
  }

  @Override
  public Class<DescribeLogDirs.Request> requestType() {
    return DescribeLogDirs.Request.class;
  }

  @Override
  public Class<DescribeLogDirs.Response> responseType() {
    return DescribeLogDirs.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      DescribeLogDirs.Request request,
      Answer<DescribeLogDirs.Response> answer) {
    reads.answer(context, answer, () -> describe(request));
  }

  private DescribeLogDirs.Response describe(DescribeLogDirs.Request request) {
    Map<String, Set<Integer>> wanted = wanted(request);
    List<Result> results = new ArrayList<>();
    for (LogDirectory directory : directories.online()) {
      results.add(describe(directory.path(), wanted));
    }
    for (Path failed : directories.offline()) {
      results.add(failed(failed));
    }
    return new DescribeLogDirs.Response(0, ErrorCode.NONE.code(), results);
  }

  private static @Nullable Map<String, Set<Integer>> wanted(DescribeLogDirs.Request request) {
    if (request.topics() == null) {
      return null;
    }
    Map<String, Set<Integer>> wanted = new TreeMap<>();
    request
        .topics()
        .forEach(
            topic ->
                wanted
                    .computeIfAbsent(topic.topic(), name -> new HashSet<>())
                    .addAll(topic.partitions()));
    return wanted;
  }

  private Result describe(Path directory, @Nullable Map<String, Set<Integer>> wanted) {
    Map<String, List<Partition>> topics = new TreeMap<>();
    table
        .all()
        .filter(partition -> partition.logDirectory().equals(directory))
        .filter(partition -> isWanted(partition.topicPartition(), wanted))
        .forEach(
            partition ->
                add(topics, partition.topicPartition(), partition.view().sizeInBytes(), 0, false));
    for (LogMove move : mover.moves()) {
      PartitionProxy partition = table.find(move.topicPartition());
      LogView copy = move.view();
      if (partition != null
          && copy != null
          && move.targetDirectory().equals(directory)
          && isWanted(move.topicPartition(), wanted)) {
        long lag = Math.max(0, partition.view().logEndOffset() - copy.logEndOffset());
        add(topics, move.topicPartition(), copy.sizeInBytes(), lag, true);
      }
    }
    List<Topic> answers = new ArrayList<>();
    topics.forEach((name, partitions) -> answers.add(new Topic(name, partitions)));
    long total = -1;
    long usable = -1;
    try {
      FileStore volume = Files.getFileStore(directory);
      total = volume.getTotalSpace();
      usable = volume.getUsableSpace();
    } catch (IOException unreadable) {
      return failed(directory);
    }
    return new Result(ErrorCode.NONE.code(), directory.toString(), answers, total, usable, false);
  }

  private static void add(
      Map<String, List<Partition>> topics,
      TopicPartition topicPartition,
      long size,
      long lag,
      boolean isFuture) {
    topics
        .computeIfAbsent(topicPartition.topic(), name -> new ArrayList<>())
        .add(new Partition(topicPartition.partition(), size, lag, isFuture));
  }

  private static boolean isWanted(
      TopicPartition topicPartition, @Nullable Map<String, Set<Integer>> wanted) {
    return wanted == null
        || wanted
            .getOrDefault(topicPartition.topic(), Set.of())
            .contains(topicPartition.partition());
  }

  private static Result failed(Path directory) {
    return new Result(
        ErrorCode.KAFKA_STORAGE_ERROR.code(), directory.toString(), List.of(), -1, -1, false);
  }
}
