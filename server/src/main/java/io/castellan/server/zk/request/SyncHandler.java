package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Sync;

/**
 * sync (9): answers once this server has caught up with the leader, which a server alone always
 * has.
 */
final class SyncHandler implements ReadHandler<Sync.Request> {
  @Override
  public Sync.Request decode(JuteReader reader) {
    return Sync.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "SYNC";
  }

  @Override
  public ResponseBody answer(Sync.Request request, Client client) {
    return writer -> writer.writeString(request.path());
  }
}
