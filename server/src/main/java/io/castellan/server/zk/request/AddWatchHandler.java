package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.AddWatch;

/** addWatch (106): leaves a persistent watch, on one node or on all beneath it too. */
final class AddWatchHandler implements ReadHandler<AddWatch.Request> {
  private static final int PERSISTENT = 0;
  private static final int PERSISTENT_RECURSIVE = 1;

  @Override
  public AddWatch.Request decode(JuteReader reader) {
    return AddWatch.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "ADDW";
  }

  @Override
  public ResponseBody answer(AddWatch.Request request, Client client) {
    switch (request.mode()) {
      case PERSISTENT -> client.watches().addPersistent(request.path(), client);
      case PERSISTENT_RECURSIVE -> client.watches().addRecursive(request.path(), client);
      default -> {
        // Not "bad arguments": stock has decoded no mode, and says so.
        return ResponseBody.error(KeeperError.MARSHALLING_ERROR);
      }
    }
    return new AddWatch.Response(KeeperError.OK.code())::write;
  }
}
