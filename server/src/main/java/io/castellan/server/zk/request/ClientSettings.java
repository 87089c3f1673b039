package io.castellan.server.zk.request;

import io.castellan.server.config.ZooThrottle;
import io.castellan.server.zk.auth.AclRules;
import java.util.List;

/**
 * What clients get and may do.
 *
 * @param minTimeoutMs the shortest session timeout
 * @param maxTimeoutMs the longest session timeout
 * @param sessionlessTimeoutMs how long a connection may stay without a first frame
 * @param acls who may do what, and what proves who one is
 * @param requiredSchemes of one of these a client must have proved an identity before it may ask
 *     for anything; empty when it need not
 * @param throttle how crowds of them are kept at bay
 */
public record ClientSettings(
    int minTimeoutMs,
    int maxTimeoutMs,
    int sessionlessTimeoutMs,
    AclRules acls,
    List<String> requiredSchemes,
    ZooThrottle throttle) {
  int clampTimeoutMs(int askedMs) {
    return Math.min(Math.max(askedMs, minTimeoutMs), maxTimeoutMs);
  }
}
