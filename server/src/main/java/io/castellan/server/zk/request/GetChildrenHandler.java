package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetChildren;

/** getChildren (8): the names of a node's children; may leave a child watch. */
final class GetChildrenHandler implements ReadHandler<GetChildren.Request> {
  @Override
  public GetChildren.Request decode(JuteReader reader) {
    return GetChildren.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETC";
  }

  @Override
  public ResponseBody answer(GetChildren.Request request, Client client) {
    return Reads.answer(
        client,
        request.path(),
        node -> {
          client.countRead(request.path(), 0);
          Reads.watchChildren(client, request.path(), request.watch());
          return writer -> writer.writeStrings(node.children().names());
        });
  }
}
