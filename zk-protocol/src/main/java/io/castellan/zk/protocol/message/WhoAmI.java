package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.ClientIdentity;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** whoAmI (107): lists the identities of the connection. It has no request body. */
public final class WhoAmI {
  private WhoAmI() {}

  /**
   * The identities.
   *
   * @param identities in the order in which they were added
   */
  public record Response(List<ClientIdentity> identities) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(
          reader.readList("clientInfo", ClientIdentity.MIN_BYTES, ClientIdentity::read));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeList(identities, ClientIdentity::write);
    }
  }
}
