package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/** createSession (-10): what a server asks of its leader when a client opens a session. */
public final class CreateSession {
  private CreateSession() {}

  /**
   * The session to open.
   *
   * @param timeoutMs its timeout
   */
  public record Request(int timeoutMs) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readInt("timeOut"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeInt(timeoutMs);
    }
  }
}
