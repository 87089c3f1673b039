package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.Auth;

/**
 * auth (100): adds the identities that credentials prove to the connection. A failure ends the
 * connection.
 */
final class AuthHandler implements ReadHandler<Auth.Request> {
  @Override
  public Auth.Request decode(JuteReader reader) {
    return Auth.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "NA";
  }

  @Override
  public ResponseBody answer(Auth.Request request, Client client) {
    return client.authenticate(request.scheme(), request.auth())
        ? ResponseBody.EMPTY
        : ResponseBody.error(KeeperError.AUTH_FAILED);
  }
}
