package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** auth (100): adds an identity to the connection. Its answer is a reply header alone. */
public final class Auth {
  private Auth() {}

  /**
   * Who the client says it is.
   *
   * @param type always 0
   * @param scheme the authentication scheme
   * @param auth the credentials in the scheme's own form, which may be null
   */
  public record Request(int type, String scheme, byte @Nullable [] auth) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readInt("type"), reader.readString("scheme"), reader.readBuffer("auth"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeInt(type);
      writer.writeString(scheme);
      writer.writeBuffer(auth);
    }
  }
}
