package io.castellan.server.zk.ensemble.election;

/**
 * How long an election waits.
 *
 * @param finalizeMs for a better vote, once a quorum agrees
 * @param firstResendMs for any message, before it sends its vote again; doubled each time
 * @param lastResendMs at most for any message
 */
public record ElectionTimes(long finalizeMs, long firstResendMs, long lastResendMs) {
  /** Those of a stock server. */
  public static final ElectionTimes STOCK = new ElectionTimes(200, 200, 60_000);
}
