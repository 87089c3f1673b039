package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** getEphemerals (103): lists ephemeral nodes of the session that asks. */
public final class GetEphemerals {
  private GetEphemerals() {}

  /**
   * Which nodes.
   *
   * @param prefixPath how the paths begin; null stands for all
   */
  public record Request(@Nullable String prefixPath) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(reader.readNullableString("prefixPath"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(prefixPath);
    }
  }

  /**
   * The nodes found.
   *
   * @param ephemerals paths
   */
  public record Response(List<String> ephemerals) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readStrings("ephemerals"));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeStrings(ephemerals);
    }
  }
}
