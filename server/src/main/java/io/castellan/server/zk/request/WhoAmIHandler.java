package io.castellan.server.zk.request;

import io.castellan.server.zk.auth.DigestScheme;
import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.data.ClientIdentity;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.WhoAmI;
import java.util.List;

/** whoAmI (107): the identities of the connection, without their secrets. */
final class WhoAmIHandler implements ReadHandler<NoBody> {
  @Override
  public NoBody decode(JuteReader reader) {
    return NoBody.INSTANCE;
  }

  @Override
  public String shortName() {
    return "HOMI";
  }

  @Override
  public ResponseBody answer(NoBody request, Client client) {
    List<ClientIdentity> identities =
        client.identities().stream().map(id -> new ClientIdentity(id.scheme(), user(id))).toList();
    return new WhoAmI.Response(identities)::write;
  }

  private static String user(Id id) {
    return id.scheme().equals(DigestScheme.NAME) ? id.id().split(":", 2)[0] : id.id();
  }
}
