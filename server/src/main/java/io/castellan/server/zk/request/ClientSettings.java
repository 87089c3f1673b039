package io.castellan.server.zk.request;

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
 */
public record ClientSettings(
    int minTimeoutMs,
    int maxTimeoutMs,
    int sessionlessTimeoutMs,
    AclRules acls,
    List<String> requiredSchemes) {
  int clampTimeoutMs(int askedMs) {
    return Math.min(Math.max(askedMs, minTimeoutMs), maxTimeoutMs);
  }
}
