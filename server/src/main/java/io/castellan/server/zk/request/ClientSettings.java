package io.castellan.server.zk.request;

import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.auth.DigestScheme;
import org.jspecify.annotations.Nullable;

/**
 * What clients get and may do.
 *
 * @param minTimeoutMs the shortest session timeout
 * @param maxTimeoutMs the longest session timeout
 * @param sessionlessTimeoutMs how long a connection may stay without a first frame
 * @param digest the digest scheme, or null when it is switched off
 */
public record ClientSettings(
    int minTimeoutMs,
    int maxTimeoutMs,
    int sessionlessTimeoutMs,
    AclRules acls,
    @Nullable DigestScheme digest) {
  int clampTimeoutMs(int askedMs) {
    return Math.min(Math.max(askedMs, minTimeoutMs), maxTimeoutMs);
  }
}
