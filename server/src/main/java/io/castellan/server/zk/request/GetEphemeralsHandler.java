package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetEphemerals;
import java.util.List;

/** getEphemerals (103): the session's own ephemeral nodes whose paths begin with a text. */
final class GetEphemeralsHandler implements ReadHandler<GetEphemerals.Request> {
  @Override
  public GetEphemerals.Request decode(JuteReader reader) {
    return GetEphemerals.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETE";
  }

  @Override
  public ResponseBody answer(GetEphemerals.Request request, Client client) {
    String prefix = request.prefixPath();
    boolean all = prefix == null || prefix.isBlank() || prefix.equals("/");
    List<String> paths =
        client.ephemerals().stream().filter(path -> all || path.startsWith(prefix)).toList();
    return writer -> writer.writeStrings(paths);
  }
}
