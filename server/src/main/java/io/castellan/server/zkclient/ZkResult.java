package io.castellan.server.zkclient;

import io.castellan.zk.protocol.KeeperError;
import org.jspecify.annotations.Nullable;

/**
 * How an operation ended.
 *
 * @param error {@link KeeperError#OK}, what the server answered, or one of {@code CONNECTION_LOSS}
 *     (sent, outcome unknown), {@code SESSION_EXPIRED}, {@code AUTH_FAILED}, {@code THROTTLED_OP}
 *     (too many outstanding, not sent), {@code MARSHALLING_ERROR} (too long, not sent). For a
 *     multi: that of the part that failed
 * @param value what the server answered; null unless the error is OK, or for a multi that failed,
 *     whose results it holds
 */
public record ZkResult<T>(KeeperError error, @Nullable T value) {

  /** Whether the operation was carried out. */
  public boolean isOk() {
    return error == KeeperError.OK;
  }

  /**
   * The answer.
   *
   * @throws IllegalStateException when there is none
   */
  public T get() {
    if (value == null) {
      throw new IllegalStateException("zookeeper result: " + error + " (expected: OK)");
    }
    return value;
  }

  static <T> ZkResult<T> failed(KeeperError error) {
    return new ZkResult<>(error, null);
  }
}
