package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteWriter;

/** A frame for a client. Immutable; made on the ensemble lane, written on an event loop. */
public interface Outgoing {
  /** Write the frame, without its length. */
  void write(JuteWriter writer);

  /** Whether it is a watch event, and no answer to a request. */
  default boolean isEvent() {
    return false;
  }
}
