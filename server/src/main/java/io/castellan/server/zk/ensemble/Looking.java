package io.castellan.server.zk.ensemble;

import io.castellan.server.zk.txn.WriteRequest;
import java.util.List;

/** Neither leader nor learner: between two roles, with no clients. */
public final class Looking implements Role {
  @Override
  public List<Step> onRequest(WriteRequest request, long wallClockMs) {
    return List.of();
  }

  @Override
  public List<Step> onSync(long sessionId, int cxid) {
    return List.of();
  }

  @Override
  public List<Step> onResume(long sessionId, int timeoutMs) {
    return List.of();
  }

  @Override
  public List<Step> onForced(long zxid) {
    return List.of();
  }

  @Override
  public List<Step> onMessage(long connection, PeerMessage message, long nowMs, long wallClockMs) {
    return List.of();
  }

  @Override
  public List<Step> onClosed(long connection) {
    return List.of();
  }

  @Override
  public List<Step> onTick(long nowMs) {
    return List.of();
  }

  @Override
  public List<Step> onLeft() {
    return List.of();
  }

  @Override
  public void onTreeReplaced() {}

  @Override
  public int outstanding() {
    return 0;
  }

  @Override
  public String mode() {
    return "looking";
  }
}
