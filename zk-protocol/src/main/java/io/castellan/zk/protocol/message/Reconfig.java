package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/** reconfig (16): changes the membership of the ensemble. */
public final class Reconfig {
  private Reconfig() {}

  /**
   * What to change.
   *
   * @param joiningServers server lines to add, comma separated, or null
   * @param leavingServers server ids to remove, comma separated, or null
   * @param newMembers a whole new membership in place of the two, or null
   * @param curConfigId the version that the configuration must have, or -1 for any
   */
  public record Request(
      @Nullable String joiningServers,
      @Nullable String leavingServers,
      @Nullable String newMembers,
      long curConfigId) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readNullableString("joiningServers"),
          reader.readNullableString("leavingServers"),
          reader.readNullableString("newMembers"),
          reader.readLong("curConfigId"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeString(joiningServers);
      writer.writeString(leavingServers);
      writer.writeString(newMembers);
      writer.writeLong(curConfigId);
    }
  }

  /**
   * What it has become.
   *
   * @param data the text of the new configuration
   * @param stat the properties of the configuration's node
   */
  public record Response(byte @Nullable [] data, Stat stat) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(reader.readBuffer("data"), Stat.read(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      writer.writeBuffer(data);
      stat.write(writer);
    }
  }
}
