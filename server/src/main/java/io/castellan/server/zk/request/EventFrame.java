package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.WatchEvent;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.KeeperState;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.ReplyHeader;

/** A watch event on its way to a client. */
record EventFrame(WatchEvent event) implements Outgoing {
  @Override
  public boolean isEvent() {
    return true;
  }

  @Override
  public void write(JuteWriter writer) {
    writer.writeInt(ReplyHeader.NOTIFICATION_XID);
    writer.writeLong(event.zxid());
    writer.writeInt(KeeperError.OK.code());
    writer.writeInt(event.type().code());
    writer.writeInt(KeeperState.SYNC_CONNECTED.code());
    writer.writeString(event.path());
  }
}
