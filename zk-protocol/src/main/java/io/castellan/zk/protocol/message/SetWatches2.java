package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;

/** setWatches2 (105): as setWatches, with the persistent watches too. */
public final class SetWatches2 {
  private SetWatches2() {}

  /**
   * The watches to leave.
   *
   * @param relativeZxid the last zxid that the client has seen
   * @param dataWatches paths that were read
   * @param existWatches paths that were missing
   * @param childWatches paths whose children were listed
   * @param persistentWatches paths with a persistent watch
   * @param persistentRecursiveWatches paths with a persistent recursive watch
   */
  public record Request(
      long relativeZxid,
      List<String> dataWatches,
      List<String> existWatches,
      List<String> childWatches,
      List<String> persistentWatches,
      List<String> persistentRecursiveWatches) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      return new Request(
          reader.readLong("relativeZxid"),
          reader.readStrings("dataWatches"),
          reader.readStrings("existWatches"),
          reader.readStrings("childWatches"),
          reader.readStrings("persistentWatches"),
          reader.readStrings("persistentRecursiveWatches"));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      writer.writeLong(relativeZxid);
      writer.writeStrings(dataWatches);
      writer.writeStrings(existWatches);
      writer.writeStrings(childWatches);
      writer.writeStrings(persistentWatches);
      writer.writeStrings(persistentRecursiveWatches);
    }
  }
}
