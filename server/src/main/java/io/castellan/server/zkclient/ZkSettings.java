package io.castellan.server.zkclient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaves.
 *
 * @param chroot stands before every path; empty for none
 * @param sessionTimeoutMs the session timeout asked for; the server may change it
 * @param identities what to authenticate with on every connection
 * @param maxInFlight how many operations may be on the wire unanswered; more wait their turn
 * @param maxOutstanding how many may be unanswered or wait; more are refused
 * @param maxFrameBytes the longest message in either direction
 * @param abandoned a session of this process's predecessor, to be closed before a new one is
 *     opened; null for none
 */
public record ZkSettings(
    String chroot,
    int sessionTimeoutMs,
    List<Identity> identities,
    int maxInFlight,
    int maxOutstanding,
    int maxFrameBytes,
    @Nullable SessionKey abandoned) {

  /** What stock clients read at most unless {@code jute.maxbuffer} says otherwise. */
  public static final int DEFAULT_MAX_FRAME_BYTES = 4 * 1024 * 1024;

  /** What stock brokers send at most: {@code zookeeper.max.in.flight.requests}. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 10;

  private static final int DEFAULT_MAX_OUTSTANDING = 1 << 16;

  /** Copies the list. */
  public ZkSettings {
    identities = List.copyOf(identities);
  }

  /** Settings with the defaults for all that is not named here. */
  public ZkSettings(String chroot, int sessionTimeoutMs) {
    this(
        chroot,
        sessionTimeoutMs,
        List.of(),
        DEFAULT_MAX_IN_FLIGHT,
        DEFAULT_MAX_OUTSTANDING,
        Integer.getInteger("jute.maxbuffer", DEFAULT_MAX_FRAME_BYTES),
        null);
  }

  /** The same, with another window of operations on the wire. */
  public ZkSettings withMaxInFlight(int operations) {
    return new ZkSettings(
        chroot, sessionTimeoutMs, identities, operations, maxOutstanding, maxFrameBytes, abandoned);
  }

  /** The same, with identities to show. */
  public ZkSettings withIdentities(List<Identity> shown) {
    return new ZkSettings(
        chroot, sessionTimeoutMs, shown, maxInFlight, maxOutstanding, maxFrameBytes, abandoned);
  }

  /** The same, with a session to close first. */
  public ZkSettings withAbandoned(@Nullable SessionKey session) {
    return new ZkSettings(
        chroot, sessionTimeoutMs, identities, maxInFlight, maxOutstanding, maxFrameBytes, session);
  }

  /**
   * What an auth packet carries.
   *
   * @param scheme such as {@code digest}
   * @param credentials in the scheme's own form, such as {@code user:password}
   */
  public record Identity(String scheme, byte[] credentials) {}
}
