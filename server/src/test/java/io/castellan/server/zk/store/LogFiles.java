package io.castellan.server.zk.store;

import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.jute.JuteLimits;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Logs and empty trees for tests. */
final class LogFiles {
  static final int MAX = JuteLimits.DEFAULT_MAX_LENGTH_BYTES;

  private LogFiles() {}

  static LoggedTxn create(long zxid) {
    String path = "/node-" + Long.toHexString(zxid);
    return new LoggedTxn(
        new TxnHeader(7, (int) zxid, zxid, 1_700_000_000_000L, OpCode.CREATE.code()),
        new CreateTxn(path, path.getBytes(StandardCharsets.UTF_8), Acl.OPEN, false, (int) zxid),
        new TxnDigest(TxnDigest.VERSION, zxid * 31));
  }

  static LoggedTxn withoutDigest(long zxid) {
    LoggedTxn txn = create(zxid);
    return new LoggedTxn(txn.header(), txn.txn(), null);
  }

  /** Writes one file with these transactions, without room in advance. */
  static void write(StoreLayout layout, long firstZxid, long lastZxid) {
    write(layout, firstZxid, lastZxid, LogFiles::create);
  }

  static void writeWithoutDigests(StoreLayout layout, long firstZxid, long lastZxid) {
    write(layout, firstZxid, lastZxid, LogFiles::withoutDigest);
  }

  private static void write(
      StoreLayout layout, long firstZxid, long lastZxid, LongFunction<LoggedTxn> txn) {
    try (TxnLog log =
        new TxnLog(
            layout,
            new TxnLogSettings(0, 0, true, 1000),
            System::nanoTime,
            new ZooKeeperMetrics().log())) {
      for (long zxid = firstZxid; zxid <= lastZxid; zxid++) {
        log.append(txn.apply(zxid));
      }
    }
  }

  /** Returns where each entry begins, and at last where they end. */
  static List<Long> positions(Path file) {
    List<Long> positions = new ArrayList<>();
    try (LogFileReader reader = new LogFileReader(file, MAX)) {
      for (LogFileReader.Entry e = reader.next(); e != null; e = reader.next()) {
        positions.add(e.position());
      }
      positions.add(reader.endOfEntries());
    }
    return positions;
  }

  static RecordingSink treeOfRoot(long zxid) {
    RecordingSink tree = new RecordingSink();
    tree.beginLoad(zxid);
    tree.loadNode(
        "/",
        null,
        Acl.OPEN,
        new io.castellan.zk.protocol.data.StatPersisted(0, 0, 0, 0, 0, 0, 0, 0, 0));
    tree.digest = new TxnDigest(TxnDigest.VERSION, 0);
    return tree;
  }
}
