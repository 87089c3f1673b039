package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteWriter;

/** A write that may stand in a multi. */
public sealed interface MultiOp
    permits Check.Request, Create.Request, CreateTtl.Request, Delete.Request, SetData.Request {
  /** Writes this request. */
  void write(JuteWriter writer);
}
