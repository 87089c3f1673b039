package io.castellan.zk.protocol.data;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * An identity: who someone is under one authentication scheme.
 *
 * @param scheme such as {@code world}, {@code digest} or {@code ip}
 * @param id the identity in the scheme's own form, such as {@code anyone} or {@code user:hash}
 */
public record Id(String scheme, String id) {
  /** The least number of bytes that an identity takes. */
  public static final int MIN_BYTES = 8;

  /** Everyone. */
  public static final Id ANYONE = new Id("world", "anyone");

  /** Whoever sends the request; a server replaces it by the identities of the connection. */
  public static final Id AUTH = new Id("auth", "");

  /** Reads an identity. */
  public static Id read(JuteReader reader) {
    return new Id(reader.readString("scheme"), reader.readString("id"));
  }

  /** Writes this identity. */
  public void write(JuteWriter writer) {
    writer.writeString(scheme);
    writer.writeString(id);
  }
}
