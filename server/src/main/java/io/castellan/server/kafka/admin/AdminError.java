package io.castellan.server.kafka.admin;

import io.castellan.kafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why something asked for is not done.
 *
 * @param code the protocol's error
 * @param message for people; null when the code says it all
 */
public record AdminError(ErrorCode code, @Nullable String message) {}
