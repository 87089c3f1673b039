package io.castellan.server.kafka.group;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The answer to a sync: the member's assignment, empty with an error. */
public record SyncResult(
    ErrorCode error,
    @Nullable String protocolType,
    @Nullable String protocolName,
    Bytes assignment) {

  /** A refusal. */
  public static SyncResult refused(ErrorCode error) {
    return new SyncResult(error, null, null, Bytes.EMPTY);
  }
}
