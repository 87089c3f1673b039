package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.SetWatches2;

/**
 * setWatches2 (105): as setWatches, with persistent watches, which miss nothing that could be told.
 */
final class SetWatches2Handler implements ReadHandler<SetWatches2.Request> {
  @Override
  public SetWatches2.Request decode(JuteReader reader) {
    return SetWatches2.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "STW2";
  }

  @Override
  public ResponseBody answer(SetWatches2.Request request, Client client) {
    MissedEvents missed = new MissedEvents(client, request.relativeZxid());
    missed.watchData(request.dataWatches());
    missed.watchExists(request.existWatches());
    missed.watchChildren(request.childWatches());
    request.persistentWatches().forEach(path -> client.watches().addPersistent(path, client));
    request
        .persistentRecursiveWatches()
        .forEach(path -> client.watches().addRecursive(path, client));
    return ResponseBody.EMPTY;
  }
}
