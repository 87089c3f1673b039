package io.castellan.server.zk.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.TxnDigest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;
import org.apache.zookeeper.server.persistence.Util;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that stock classes write are read here, and files that are written here are read by stock
 * classes.
 */
class StockFilesTest {
  @TempDir Path directory;
  private StoreLayout layout;

  @BeforeEach
  void makeLayout() {
    layout = StoreLayout.open(directory.resolve("ours"), directory.resolve("ours"));
  }

  @Test
  void writesTheSameLogAsStockByteForByte() throws Exception {
    List<LoggedTxn> txns = LongStream.rangeClosed(1, 30).mapToObj(LogFiles::create).toList();
    Path stock = Files.createDirectories(directory.resolve("stock"));
    FileTxnLog stockLog = new FileTxnLog(stock.toFile());
    for (LoggedTxn txn : txns) {
      TxnLogEntry entry = SerializeUtils.deserializeTxn(bytes(txn));
      Request request = new Request(entry.getHeader(), entry.getTxn(), entry.getDigest());
      stockLog.append(request);
    }
    stockLog.commit();
    stockLog.close();
    try (TxnLog log =
        new TxnLog(layout, TxnLogSettings.STOCK, System::nanoTime, new ZooKeeperMetrics().log())) {
      txns.forEach(log::append);
      log.force(); // all on one page, where nothing bears a mark
    }
    assertEquals(-1, Files.mismatch(stock.resolve("log.1"), layout.log(1)));
    assertEquals(67_108_880, Files.size(layout.log(1)));
  }

  @Test
  void stockReadsALogWrittenHereOverSeveralFiles() throws Exception {
    TxnLogSettings small = new TxnLogSettings(4096, 20_000, true, 1000);
    try (TxnLog log = new TxnLog(layout, small, System::nanoTime, new ZooKeeperMetrics().log())) {
      for (long zxid = 1; zxid <= 500; zxid++) {
        log.append(LogFiles.create(zxid));
        if (zxid % 70 == 0) {
          log.force();
        }
      }
    }
    assertTrue(layout.logs().size() > 1);
    List<Long> zxids = new ArrayList<>();
    FileTxnLog stock = new FileTxnLog(layout.logDirectory().toFile());
    try (TxnIterator iterator = stock.read(1)) {
      do {
        byte[] blob =
            Util.marshallTxnEntry(iterator.getHeader(), iterator.getTxn(), iterator.getDigest());
        zxids.add(iterator.getHeader().getZxid());
        assertArrayEquals(bytes(LogFiles.create(zxids.size())), blob);
      } while (iterator.next());
    }
    assertEquals(LongStream.rangeClosed(1, 500).boxed().toList(), zxids);
  }

  @Test
  void readsAndRewritesAStockSnapshotByteForByte() throws Exception {
    DataTree tree = stockTree();
    Map<Long, Integer> sessions = new HashMap<>(Map.of(5L, 30_000));
    Path stock = Files.createDirectories(directory.resolve("stock")).resolve("snapshot.9");
    new FileSnap(directory.resolve("stock").toFile())
        .serialize(tree, sessions, stock.toFile(), false);

    RecordingSink sink = new RecordingSink();
    SnapshotReader.read(new StoreLayout.ZxidFile(stock, 9), sink, LogFiles.MAX, System::nanoTime);
    assertTrue(sink.complete);
    assertEquals(nodeCount(tree), sink.nodes.size());
    assertEquals(sessions, sink.sessions);

    sink.digest = new TxnDigest(TxnDigest.VERSION, tree.getTreeDigest());
    Path ours = SnapshotWriter.write(layout, sink, SnapshotSettings.STOCK);
    assertArrayEquals(Files.readAllBytes(stock), Files.readAllBytes(ours));
  }

  @ParameterizedTest
  @EnumSource(SnapshotCompression.class)
  void stockReadsASnapshotWrittenHere(SnapshotCompression compression) throws Exception {
    RecordingSink sink = snapshotOfStock();
    Path ours = SnapshotWriter.write(layout, sink, new SnapshotSettings(true, true, compression));
    DataTree read = new DataTree();
    Map<Long, Integer> sessions = new HashMap<>();
    assertEquals(9, new FileSnap(layout.snapshotDirectory().toFile()).deserialize(read, sessions));
    assertEquals(sink.nodes.size(), nodeCount(read));
    assertEquals(sink.sessions, sessions);
    assertEquals(stockTree().getTreeDigest(), read.getTreeDigest());

    RecordingSink again = new RecordingSink();
    SnapshotReader.read(new StoreLayout.ZxidFile(ours, 9), again, LogFiles.MAX, System::nanoTime);
    assertEquals(sink.nodes.size(), again.nodes.size());
  }

  @ParameterizedTest
  @EnumSource(SnapshotCompression.class)
  void readsAStockSnapshotThatIsCompressed(SnapshotCompression compression) throws Exception {
    Path stock =
        Files.createDirectories(directory.resolve("stock"))
            .resolve("snapshot.9" + compression.suffix());
    SnapStream.setStreamMode(
        switch (compression) {
          case NONE -> SnapStream.StreamMode.CHECKED;
          case GZ -> SnapStream.StreamMode.GZIP;
          case SNAPPY -> SnapStream.StreamMode.SNAPPY;
        });
    try {
      new FileSnap(directory.resolve("stock").toFile())
          .serialize(stockTree(), new HashMap<>(), stock.toFile(), false);
    } finally {
      SnapStream.setStreamMode(SnapStream.StreamMode.CHECKED);
    }
    RecordingSink sink = new RecordingSink();
    SnapshotReader.read(new StoreLayout.ZxidFile(stock, 9), sink, LogFiles.MAX, System::nanoTime);
    assertEquals(nodeCount(stockTree()), sink.nodes.size());
  }

  @Test
  void readsTheShorterFormsOfOlderReleases() throws Exception {
    RecordingSink sink = snapshotOfStock();
    for (SnapshotSettings form :
        List.of(
            new SnapshotSettings(false, false, SnapshotCompression.NONE),
            new SnapshotSettings(true, false, SnapshotCompression.NONE))) {
      Path file = SnapshotWriter.write(layout, sink, form);
      RecordingSink again = new RecordingSink();
      SnapshotReader.read(new StoreLayout.ZxidFile(file, 9), again, LogFiles.MAX, System::nanoTime);
      assertEquals(sink.nodes.size(), again.nodes.size());
    }
  }

  @Test
  void readsEntriesWithoutADigest() {
    LoggedTxn with = LogFiles.create(1);
    try (TxnLog log =
        new TxnLog(layout, TxnLogSettings.STOCK, System::nanoTime, new ZooKeeperMetrics().log())) {
      log.append(new LoggedTxn(with.header(), with.txn(), null));
    }
    try (LogFileReader reader = new LogFileReader(layout.log(1), LogFiles.MAX)) {
      LogFileReader.Entry entry = java.util.Objects.requireNonNull(reader.next());
      assertFalse(Arrays.equals(bytes(with), ByteBufUtil.getBytes(entry.blob())));
      assertEquals(with.header(), reader.decode(entry).header());
    }
  }

  private RecordingSink snapshotOfStock() throws Exception {
    DataTree tree = stockTree();
    Path stock = Files.createDirectories(directory.resolve("stock")).resolve("snapshot.9");
    new FileSnap(directory.resolve("stock").toFile())
        .serialize(tree, new HashMap<>(Map.of(5L, 30_000)), stock.toFile(), false);
    RecordingSink sink = new RecordingSink();
    SnapshotReader.read(new StoreLayout.ZxidFile(stock, 9), sink, LogFiles.MAX, System::nanoTime);
    sink.digest = new TxnDigest(TxnDigest.VERSION, tree.getTreeDigest());
    return sink;
  }

  /**
   * With null for an open list: stock gives one that is written out a place in the table, which it
   * need not have.
   */
  private static DataTree stockTree() throws Exception {
    DataTree tree = new DataTree();
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);
    tree.createNode("/a", data, null, 0, 1, 1, 1000);
    tree.createNode("/a/b", null, ZooDefs.Ids.READ_ACL_UNSAFE, 0, 1, 2, 2000);
    tree.createNode("/a/\u00fc", new byte[0], ZooDefs.Ids.READ_ACL_UNSAFE, 5, 2, 3, 3000);
    tree.createNode("/big", new byte[300_000], null, 0, 1, 4, 4000);
    tree.setData("/a", data, 1, 5, 5000);
    // Only a transaction that is processed leaves a digest.
    tree.processTxn(
        new TxnHeader(5, 1, 9, 9000, OpCode.SET_DATA.code()), new SetDataTxn("/a", data, 2));
    return tree;
  }

  /** A stock tree holds its root under two paths. */
  private static int nodeCount(DataTree tree) {
    return tree.getNodeCount() - 1;
  }

  private static byte[] bytes(LoggedTxn txn) {
    ByteBuf buf = Unpooled.buffer();
    txn.write(new JuteWriter(buf));
    return ByteBufUtil.getBytes(buf);
  }
}
