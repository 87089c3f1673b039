package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.SetWatches;

/** setWatches (101): leaves watches again after a reconnect, and tells at once what was missed. */
final class SetWatchesHandler implements ReadHandler<SetWatches.Request> {
  @Override
  public SetWatches.Request decode(JuteReader reader) {
    return SetWatches.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "SETW";
  }

  @Override
  public ResponseBody answer(SetWatches.Request request, Client client) {
    MissedEvents missed = new MissedEvents(client, request.relativeZxid());
    missed.watchData(request.dataWatches());
    missed.watchExists(request.existWatches());
    missed.watchChildren(request.childWatches());
    return ResponseBody.EMPTY;
  }
}
