package io.castellan.server.config;

/**
 * Limits of reading.
 *
 * @param maxBytes the most bytes that one Fetch answers, beyond the first batch
 * @param sessionSlots how many fetch sessions are kept (KIP-227)
 */
public record FetchLimits(int maxBytes, int sessionSlots) {
  static FetchLimits of(Settings settings) {
    return new FetchLimits(
        settings.getInt("fetch.max.bytes"),
        settings.getInt("max.incremental.fetch.session.cache.slots"));
  }
}
