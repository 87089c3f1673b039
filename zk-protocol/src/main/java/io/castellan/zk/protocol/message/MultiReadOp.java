package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteWriter;

/** A read that may stand in a multiRead. */
public sealed interface MultiReadOp permits GetChildren.Request, GetData.Request {
  /** Writes this request. */
  void write(JuteWriter writer);
}
