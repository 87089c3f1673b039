package io.castellan.server.config;

/**
 * Limits of reading.
 *
 * @param maxBytes the most bytes that one Fetch answers, beyond the first batch
 */
public record FetchLimits(int maxBytes) {
  static FetchLimits of(Settings settings) {
    return new FetchLimits(settings.getInt("fetch.max.bytes"));
  }
}
