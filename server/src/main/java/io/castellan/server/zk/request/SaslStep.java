package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.data.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a token of a client's SASL exchange.
 *
 * @param token the server's token for it, null when it needs none
 * @param error why the connection is closed after the answer, or OK
 * @param proved the identities that this step has proved
 */
public record SaslStep(byte @Nullable [] token, KeeperError error, List<Id> proved) {
  /** An answer, and perhaps the end of a successful exchange. */
  public static SaslStep answered(byte @Nullable [] token, List<Id> proved) {
    return new SaslStep(token, KeeperError.OK, proved);
  }

  /** A failure that ends the connection. */
  public static SaslStep failed(KeeperError error) {
    return new SaslStep(null, error, List.of());
  }

  /** Whether the connection is closed after the answer. */
  public boolean isOver() {
    return error != KeeperError.OK;
  }
}
