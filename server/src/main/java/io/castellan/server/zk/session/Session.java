package io.castellan.server.zk.session;

/** A session that its tracker knows. Owned by the ensemble lane. */
public final class Session {
  private final long id;
  int timeoutMs;
  long deadlineMs;
  boolean closing;

  /** Whether it stands among those that the leader will be told of. */
  boolean heard;

  Session(long id, int timeoutMs) {
    this.id = id;
    this.timeoutMs = timeoutMs;
  }

  /** The session's number. */
  public long id() {
    return id;
  }

  /** Its timeout in milliseconds, as negotiated by the connection that holds it. */
  public int timeoutMs() {
    return timeoutMs;
  }

  /** When it expires unless there is a sign of life, on the monotonic clock. */
  public long deadlineMs() {
    return deadlineMs;
  }

  /** Whether its end is decided, or it has ended. */
  public boolean isClosing() {
    return closing;
  }
}
