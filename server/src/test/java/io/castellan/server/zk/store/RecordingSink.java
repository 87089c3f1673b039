package io.castellan.server.zk.store;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what it receives, and gives it out again as something to be written. */
final class RecordingSink implements TreeSink, SnapshotSource {
  record Node(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {}

  final Map<Long, Integer> sessions = new LinkedHashMap<>();
  final List<Node> nodes = new ArrayList<>();
  final List<LoggedTxn> txns = new ArrayList<>();
  long zxid = -1;
  boolean complete;
  @Nullable TxnDigest digest;

  @Override
  public void beginLoad(long zxid) {
    this.zxid = zxid;
    sessions.clear();
    nodes.clear();
    complete = false;
  }

  @Override
  public void loadSession(long sessionId, int timeoutMs) {
    sessions.put(sessionId, timeoutMs);
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    nodes.add(new Node(path, data, acl, stat));
  }

  @Override
  public void loadDigest(long zxid, TxnDigest digest) {
    this.digest = digest;
  }

  @Override
  public void endLoad() {
    complete = true;
  }

  @Override
  public void replay(LoggedTxn txn) {
    txns.add(txn);
  }

  List<Long> zxids() {
    return txns.stream().map(LoggedTxn::zxid).toList();
  }

  @Override
  public long zxid() {
    return zxid;
  }

  @Override
  public Map<Long, Integer> sessions() {
    return sessions;
  }

  @Override
  public void forEachNode(Visitor visitor) {
    for (Node node : nodes) {
      visitor.node(node.path(), node.data(), node.acl(), node.stat());
    }
  }

  @Override
  public @Nullable TxnDigest digest() {
    return digest;
  }
}
