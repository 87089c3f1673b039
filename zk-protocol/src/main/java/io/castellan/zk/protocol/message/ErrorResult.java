package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * The outcome of a part of a multi that failed, or that stood in a multi that failed.
 *
 * @param err the code of a {@link io.castellan.zk.protocol.KeeperError}; 0 for a part before the
 *     one that failed
 */
public record ErrorResult(int err) implements MultiResult {
  /** Reads an outcome. */
  public static ErrorResult read(JuteReader reader) {
    return new ErrorResult(reader.readInt("err"));
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(err);
  }
}
