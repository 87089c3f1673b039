package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;

/**
 * A watch has fired. Follows a {@link ReplyHeader} with {@link ReplyHeader#NOTIFICATION_XID}.
 *
 * @param type the code of an {@link io.castellan.zk.protocol.EventType}
 * @param state the code of a {@link io.castellan.zk.protocol.KeeperState}
 * @param path the node concerned
 */
public record WatcherEvent(int type, int state, String path) {
  /** Reads an event. */
  public static WatcherEvent read(JuteReader reader) {
    return new WatcherEvent(
        reader.readInt("type"), reader.readInt("state"), reader.readString("path"));
  }

  /** Writes this event. */
  public void write(JuteWriter writer) {
    writer.writeInt(type);
    writer.writeInt(state);
    writer.writeString(path);
  }
}
