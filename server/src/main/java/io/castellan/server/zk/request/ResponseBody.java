package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteWriter;

/** What follows the header of a reply. Immutable. */
@FunctionalInterface
public interface ResponseBody {
  /** Nothing follows. */
  ResponseBody EMPTY = writer -> {};

  /** Write the body. On an event loop. */
  void write(JuteWriter writer);

  /** The error that the header carries. */
  default KeeperError error() {
    return KeeperError.OK;
  }

  /** The body of a reply that carries an error: nothing. */
  static ResponseBody error(KeeperError error) {
    return Failure.of(error);
  }
}
