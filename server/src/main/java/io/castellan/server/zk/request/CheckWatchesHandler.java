package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.CheckWatches;

/** checkWatches (17): whether this connection holds a watch. */
final class CheckWatchesHandler implements ReadHandler<CheckWatches.Request> {
  @Override
  public CheckWatches.Request decode(JuteReader reader) {
    CheckWatches.Request request = CheckWatches.Request.read(reader);
    WatchKind.ofRequest(request.type()); // an unknown kind is an undecodable request
    return request;
  }

  @Override
  public String shortName() {
    return "CHKW";
  }

  @Override
  public ResponseBody answer(CheckWatches.Request request, Client client) {
    return WatchKind.ofRequest(request.type()).isHeld(request.path(), client)
        ? ResponseBody.EMPTY
        : ResponseBody.error(KeeperError.NO_WATCHER);
  }
}
