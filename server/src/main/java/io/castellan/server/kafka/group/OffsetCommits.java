package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.kafka.shard.CoordinatorRecord;
import io.castellan.server.kafka.shard.Effects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Offsets that groups commit. A commit takes effect, and can be fetched, once it is in the log.
 * Owned by its shard's lane.
 */
final class OffsetCommits {
  private final GroupTable groups;
  private final GroupSettings settings;

  OffsetCommits(GroupTable groups, GroupSettings settings) {
    this.groups = groups;
    this.settings = settings;
  }

  /**
   * Commit offsets.
   *
   * @param answer gets an error code for each offset, in the request's order
   */
  void commit(
      String groupId,
      CommitRequest request,
      Consumer<List<ErrorCode>> answer,
      long nowMs,
      Effects out) {
    GroupEntry known = groups.get(groupId);
    ErrorCode refusal = checkCommit(known, request, nowMs);
    if (refusal != ErrorCode.NONE) {
      out.answer(answer, each(request, (offset, i) -> refusal));
      return;
    }
    List<CoordinatorRecord> records = new ArrayList<>();
    List<ErrorCode> checked =
        each(
            request,
            (offset, i) -> {
              if (tooLarge(offset.committed().metadata())) {
                return ErrorCode.OFFSET_METADATA_TOO_LARGE;
              }
              records.add(GroupRecords.offset(groupId, offset.partition(), offset.committed()));
              return ErrorCode.NONE;
            });
    if (records.isEmpty()) {
      out.answer(answer, checked);
      return;
    }
    groups.getOrCreate(groupId, nowMs);
    out.append(
        records,
        (error, laterMs, next) -> {
          ErrorCode appendError = AppendErrors.ofCommit(error);
          for (int i = 0; i < checked.size(); i++) {
            if (checked.get(i) != ErrorCode.NONE) {
              continue;
            }
            checked.set(i, appendError);
            if (appendError == ErrorCode.NONE) {
              CommitRequest.Offset offset = request.offsets().get(i);
              // The group may have been deleted while the offsets were written: the log has them.
              groups
                  .getOrCreate(groupId, laterMs)
                  .offsets
                  .put(offset.partition(), offset.committed());
            }
          }
          next.answer(answer, checked);
        });
  }

  private static ErrorCode checkCommit(
      @Nullable GroupEntry entry, CommitRequest request, long nowMs) {
    if (entry == null) {
      return request.generation() < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
    }
    return entry.group.checkCommit(
        request.memberId(), request.instanceId(), request.generation(), nowMs);
  }

  private boolean tooLarge(String metadata) {
    return metadata.length() > settings.maxOffsetMetadataBytes()
        || metadata.getBytes(StandardCharsets.UTF_8).length > settings.maxOffsetMetadataBytes();
  }

  private static List<ErrorCode> each(
      CommitRequest request, BiFunction<CommitRequest.Offset, Integer, ErrorCode> code) {
    ErrorCode[] codes = new ErrorCode[request.offsets().size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = code.apply(request.offsets().get(i), i);
    }
    return Arrays.asList(codes);
  }
}
