package io.castellan.server.zk.txn;

import io.castellan.server.zk.tree.TreeEdit;
import io.castellan.server.zk.tree.TreeImage;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.util.List;

/**
 * One request being planned.
 *
 * @param edit of the tree as it will be, with what earlier parts of a multi have changed
 * @param timeMs the wall clock
 */
record PlanStep(
    WriteRequest request, PendingChanges pending, TreeEdit edit, long zxid, long timeMs) {
  TxnHeader header(OpCode type) {
    return new TxnHeader(request.sessionId(), request.cxid(), zxid, timeMs, type.code());
  }

  TreeImage image() {
    return edit.image();
  }

  List<Id> identities() {
    return request.identities();
  }
}
