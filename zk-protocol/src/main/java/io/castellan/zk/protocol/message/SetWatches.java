package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** setWatches (101): after a reconnect, leaves watches again and asks for the events missed. */
public final class SetWatches {
  private SetWatches() {}

  /**
   * The watches to leave.
   *
   * @param relativeZxid the last zxid that the client has seen
   * @param dataWatches paths that were read
   * @param existWatches paths that were missing
   * @param childWatches paths whose children were listed
   */
  public record Request(
      long relativeZxid,
      List<String> dataWatches,
      List<String> existWatches,
      List<String> childWatches) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readLong("relativeZxid"),
          reader.readStrings("dataWatches"),
          reader.readStrings("existWatches"),
          reader.readStrings("childWatches"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeLong(relativeZxid);
      writer.writeStrings(dataWatches);
      writer.writeStrings(existWatches);
      writer.writeStrings(childWatches);
    }
  }
}
