package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetChildren2;

/** getChildren2 (12): the names of a node's children and its stat; may leave a child watch. */
final class GetChildren2Handler implements ReadHandler<GetChildren2.Request> {
  @Override
  public GetChildren2.Request decode(JuteReader reader) {
    return GetChildren2.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETC";
  }

  @Override
  public ResponseBody answer(GetChildren2.Request request, Client client) {
    return Reads.answer(
        client,
        request.path(),
        node -> {
          client.countRead(request.path(), 0);
          Reads.watchChildren(client, request.path(), request.watch());
          return writer -> {
            writer.writeStrings(node.children().names());
            node.writeStat(writer);
          };
        });
  }
}
