package io.castellan.server.zk.request;

import io.castellan.server.zk.tree.Znode;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.message.ErrorResult;
import io.castellan.zk.protocol.message.GetChildren;
import io.castellan.zk.protocol.message.GetData;
import io.castellan.zk.protocol.message.MultiRead;
import io.castellan.zk.protocol.message.MultiReadOp;
import io.castellan.zk.protocol.message.MultiResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** multiRead (22): several getData and getChildren, each with its own outcome. */
final class MultiReadHandler implements ReadHandler<MultiRead.Request> {
  @Override
  public MultiRead.Request decode(JuteReader reader) {
    return MultiRead.Request.read(reader);
  }

  @Override
  public String shortName() {
    return "MLTR";
  }

  @Override
  public ResponseBody answer(MultiRead.Request request, Client client) {
    List<MultiResult> results = new ArrayList<>(request.ops().size());
    for (MultiReadOp op : request.ops()) {
      results.add(op instanceof GetData.Request get ? data(get, client) : children(op, client));
    }
    return new MultiRead.Response(results)::write;
  }

  private static MultiResult data(GetData.Request request, Client client) {
    Znode node = client.image().find(request.path());
    MultiResult error = check(node, client);
    if (node == null || error != null) {
      return error == null ? error(KeeperError.NO_NODE) : error;
    }
    client.countRead(request.path(), node.dataBytes());
    Reads.watchData(client, request.path(), request.watch());
    return new GetData.Response(node.data(), node.stat());
  }

  private static MultiResult children(MultiReadOp op, Client client) {
    GetChildren.Request request = (GetChildren.Request) op;
    Znode node = client.image().find(request.path());
    MultiResult error = check(node, client);
    if (node == null || error != null) {
      return error == null ? error(KeeperError.NO_NODE) : error;
    }
    client.countRead(request.path(), 0);
    Reads.watchChildren(client, request.path(), request.watch());
    return new GetChildren.Response(node.children().names());
  }

  private static @Nullable MultiResult check(@Nullable Znode node, Client client) {
    return node == null || client.mayRead(node) ? null : error(KeeperError.NO_AUTH);
  }

  private static MultiResult error(KeeperError error) {
    return new ErrorResult(error.code());
  }
}
