package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** sasl (102): one step of a SASL exchange. */
public final class Sasl {
  private Sasl() {}

  /**
   * The client's step.
   *
   * @param token the client's token, which may be empty
   */
  public record Request(byte @Nullable [] token) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readBuffer("token"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeBuffer(token);
    }
  }

  /**
   * The server's step.
   *
   * @param token the server's token, null when the exchange has failed
   */
  public record Response(byte @Nullable [] token) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readBuffer("token"));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeBuffer(token);
    }
  }
}
