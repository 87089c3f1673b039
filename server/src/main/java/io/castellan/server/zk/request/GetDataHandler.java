package io.castellan.server.zk.request;

import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.GetData;

/** getData (4): the data and the stat of a node; may leave a data watch. */
final class GetDataHandler implements ReadHandler<GetData.Request> {
  @Override
  public GetData.Request decode(JuteReader reader) {
    return GetData.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "GETD";
  }

  @Override
  public ResponseBody answer(GetData.Request request, Client client) {
    return Reads.answer(
        client,
        request.path(),
        node -> {
          client.countRead(request.path(), node.dataBytes());
          Reads.watchData(client, request.path(), request.watch());
          return writer -> {
            writer.writeBuffer(node.data());
            node.writeStat(writer);
          };
        });
  }
}
