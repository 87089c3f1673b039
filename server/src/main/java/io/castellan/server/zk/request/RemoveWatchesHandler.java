package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.RemoveWatches;

/** removeWatches (18): takes watches of this connection back. */
final class RemoveWatchesHandler implements ReadHandler<RemoveWatches.Request> {
  @Override
  public RemoveWatches.Request decode(JuteReader reader) {
    RemoveWatches.Request request = RemoveWatches.Request.read(reader);
    WatchKind.ofRequest(request.type()); // an unknown kind is an undecodable request
    return request;
  }

  @Override
  public String shortName() {
    return "REMW";
  }

  @Override
  public ResponseBody answer(RemoveWatches.Request request, Client client) {
    return WatchKind.ofRequest(request.type()).remove(request.path(), client)
        ? ResponseBody.EMPTY
        : ResponseBody.error(KeeperError.NO_WATCHER);
  }
}
