package io.castellan.server.config;

/**
 * How long the state of idempotent producers is kept.
 *
 * @param expirationMs after how long an idle producer is forgotten
 * @param expirationCheckMs how often idle ones are looked for
 */
public record ProducerStateSettings(long expirationMs, long expirationCheckMs) {
  static ProducerStateSettings of(Settings settings) {
    return new ProducerStateSettings(
        settings.getLong("producer.id.expiration.ms"),
        settings.getLong("producer.id.expiration.check.interval.ms"));
  }
}
