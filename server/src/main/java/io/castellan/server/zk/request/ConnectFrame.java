package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Connect;

/** The answer to the first frame of a connection. */
record ConnectFrame(Connect.Response response) implements Outgoing {
  @Override
  public void write(JuteWriter writer) {
    response.write(writer);
  }
}
