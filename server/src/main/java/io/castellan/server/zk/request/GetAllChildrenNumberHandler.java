package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.TreeImage;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetAllChildrenNumber;

/**
 * getAllChildrenNumber (104): how many nodes are beneath a node. They are counted by the event
 * loop, on an image that does not change.
 */
final class GetAllChildrenNumberHandler implements ReadHandler<GetAllChildrenNumber.Request> {
  @Override
  public GetAllChildrenNumber.Request decode(JuteReader reader) {
    return GetAllChildrenNumber.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETACN";
  }

  @Override
  public ResponseBody answer(GetAllChildrenNumber.Request request, Client client) {
    // The root's other name counts the root itself, which for a stock server is a path below "".
    int itself = request.path().isEmpty() ? 1 : 0;
    return Reads.answer(
        client,
        request.path(),
        node -> writer -> writer.writeInt(TreeImage.countBelow(node) + itself));
  }
}
