package io.castellan.server.zk.request;

import io.castellan.server.zk.metrics.LaneMetrics;
import io.castellan.server.zk.txn.PlannedTxn;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.SetData;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.Txn;
import java.util.List;

/** Counts the writes that a quota has refused, by the path that they were for. */
final class QuotaErrors {
  private QuotaErrors() {}

  /** A write was decided; most are not refused. */
  static void count(Object request, PlannedTxn planned, LaneMetrics metrics) {
    Txn txn = planned.txn().txn();
    if (isQuotaExceeded(txn)) {
      count(request, metrics);
    } else if (txn instanceof MultiTxn done && request instanceof Multi.Request multi) {
      List<MultiTxn.Part> parts = done.parts();
      for (int i = 0; i < parts.size(); i++) {
        if (isQuotaExceeded(parts.get(i).txn())) {
          count(multi.parts().get(i).op(), metrics);
        }
      }
    }
  }

  private static boolean isQuotaExceeded(Txn txn) {
    return txn instanceof ErrorTxn error && error.err() == KeeperError.QUOTA_EXCEEDED.code();
  }

  private static void count(Object request, LaneMetrics metrics) {
    if (request instanceof Create.Request create) {
      metrics.onQuotaExceeded(create.path());
    } else if (request instanceof CreateTtl.Request create) {
      metrics.onQuotaExceeded(create.path());
    } else if (request instanceof SetData.Request set) {
      metrics.onQuotaExceeded(set.path());
    }
  }
}
