package io.castellan.zk.protocol.data;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * An identity of a connection as whoAmI shows it.
 *
 * @param authScheme the scheme
 * @param user the name without secrets; of {@code digest} the part before the colon
 */
public record ClientIdentity(String authScheme, String user) {
  /** The least number of bytes that one takes. */
  public static final int MIN_BYTES = 8;

  /** Reads one. */
  public static ClientIdentity read(JuteReader reader) {
    return new ClientIdentity(reader.readString("authScheme"), reader.readString("user"));
  }

  /** Writes this one. */
  public void write(JuteWriter writer) {
    writer.writeString(authScheme);
    writer.writeString(user);
  }
}
