package io.castellan.server.zk.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.store.StoreLayout;
import io.castellan.server.zk.store.TxnLog;
import io.castellan.server.zk.store.TxnLogSettings;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.LoggedTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log tool. What stock 3.9.6 prints of the same logs stands in resources; that the two agree on
 * a server's own logs is tested beside the original.
 */
class TxnLogToolTest {
  private static final byte[] DATA = "d\u0001\u00e9,x".getBytes(StandardCharsets.UTF_8);
  private static final List<Acl> TWO =
      List.of(Acl.OPEN.get(0), new Acl(1, new Id("di%gest", "a,b}c\n")));

  @TempDir Path directory;
  private Path log = Path.of("");
  private long nextZxid = 1;

  @BeforeEach
  void writeLog() {
    StoreLayout layout = StoreLayout.open(directory, directory);
    try (TxnLog written =
        new TxnLog(
            layout,
            new TxnLogSettings(8192, 0, true, 1000),
            System::nanoTime,
            new ZooKeeperMetrics().log())) {
      List.of(
              txn(OpCode.CREATE_SESSION, new CreateSessionTxn(30_000)),
              txn(OpCode.CREATE, new CreateTxn("/p'%,\n}", DATA, TWO, false, -3)),
              txn(OpCode.CREATE2, new CreateTxn("/p", null, List.of(), true, 3)),
              txn(OpCode.CREATE_CONTAINER, new CreateContainerTxn("/p", DATA, TWO, 3)),
              txn(OpCode.CREATE_TTL, new CreateTtlTxn("/p", DATA, TWO, 3, 99)),
              txn(OpCode.DELETE, new DeleteTxn("/p'%,\n}")),
              txn(OpCode.DELETE_CONTAINER, new DeleteTxn("/p")),
              txn(OpCode.SET_DATA, new SetDataTxn("/p", DATA, 4)),
              txn(OpCode.SET_DATA, new SetDataTxn("/p", new byte[] {-1, 0, -61}, 4)),
              txn(OpCode.RECONFIG, new SetDataTxn("/zookeeper/config", DATA, -1)),
              txn(OpCode.SET_ACL, new SetAclTxn("/p%'", TWO, 4)),
              txn(OpCode.CLOSE_SESSION, new CloseSessionTxn(List.of("/a", "/b,'"))),
              txn(OpCode.CLOSE_SESSION, new CloseSessionTxn(null)),
              txn(OpCode.ERROR, new ErrorTxn(-101)),
              txn(
                  OpCode.MULTI,
                  new MultiTxn(
                      List.of(
                          part(OpCode.CREATE, new CreateTxn("/p", DATA, TWO, false, 3)),
                          part(OpCode.DELETE, new DeleteTxn("/p")),
                          part(OpCode.CHECK, new CheckVersionTxn("/p", 4)),
                          part(OpCode.ERROR, new ErrorTxn(-2))))),
              txn(OpCode.MULTI, new MultiTxn(List.of())))
          .forEach(written::append);
    }
    log = layout.log(1);
  }

  private LoggedTxn txn(OpCode op, Txn txn) {
    long zxid = nextZxid++;
    return new LoggedTxn(
        new TxnHeader(-5 + zxid, (int) zxid - 3, zxid, 1_700_000_000_000L, op.code()), txn, null);
  }

  private static MultiTxn.Part part(OpCode op, Txn txn) {
    return new MultiTxn.Part(op.code(), txn);
  }

  @Test
  void printsEveryKindOfTransactionAsStockDoes() throws IOException {
    String ours = run(0, "", log.toString()).out();
    assertEquals(stock("dump"), undated(ours));
    assertEquals(ours, run(0, "", "-d", log.toString()).out());
    assertEquals(stock("dump-broken"), undated(run(0, "", broken().toString()).out()));
  }

  @Test
  void correctsChecksums() throws IOException {
    Path broken = broken();
    Path fixed = sibling(broken, ".fixed");
    for (String how : List.of("ry", "rvy")) {
      String ours = run(0, "", "-" + how, broken.toString()).out();
      assertEquals(stock(how), undated(ours));
      assertFalse(run(0, "", fixed.toString()).out().contains("CRC"));
      assertEquals(-1, mismatch(broken, fixed, 65, 73), "all but a checksum is as it was");
      Files.delete(fixed);
    }
  }

  @Test
  void asksBeforeItCorrects() throws IOException {
    Path broken = broken();
    Path fixed = sibling(broken, ".fixed");
    for (String answers : List.of("y\n", "what\nYES\n", "n\n")) {
      String ours = run(0, answers, "-r", broken.toString()).out();
      assertEquals(
          answers.lines().count(),
          ours.split("Would you like to fix it \\(Yes/No/Abort\\) \\? ", -1).length - 1);
      boolean corrected = !answers.equals("n\n");
      assertEquals(corrected, !run(0, "", fixed.toString()).out().contains("CRC ERROR"));
      assertTrue(ours.contains("with " + (corrected ? 1 : 0) + " fixed CRC error(s)"), ours);
      Files.delete(fixed);
    }
    assertEquals("Recovery aborted.\n", run(0, "a\n", "-r", broken.toString()).err());
    assertFalse(Files.exists(fixed));
    run(1, "", "-r", broken.toString()); // nobody answers
    assertFalse(Files.exists(fixed));
  }

  @Test
  void neverWritesOverARecoveredFile() throws IOException {
    Path there = Files.writeString(sibling(log, ".fixed"), "keep");
    Output refused = run(1, "", "-r", log.toString());
    assertEquals("Recovery file " + there + " already exists or not writable\n", refused.err());
    assertEquals("keep", Files.readString(there));
  }

  @Test
  void chopsAtATransaction() throws IOException {
    assertEquals(
        """
        ZooKeeper Transactional Log File with dbid 0 txnlog format version 2
        Chopping at 5 new log has 5 records
        """,
        run(0, "", "-c", log.toString(), "-z", "0x5").out());
    Path chopped = sibling(log, ".chopped5");
    assertEquals(Files.size(chopped), Files.mismatch(log, chopped), "the beginning of it");
    assertTrue(run(0, "", chopped.toString()).out().endsWith("EOF reached after 5 txns.\n"));
  }

  @Test
  void chopsNothingWhereTheTransactionIsNot() {
    Output refused = run(1, "", "-c", "-z", "99", log.toString());
    assertTrue(refused.err().contains("no transaction 0x63 in it"), refused.err());
    assertFalse(Files.exists(sibling(log, ".chopped99")));
  }

  @Test
  void tellsWhatIsWrongWithAFileOrAnArgument() throws IOException {
    assertEquals("File doesn't exist or not readable: /none\n", run(1, "", "/none").err());
    Path random = Files.writeString(directory.resolve("random"), "this is certainly not a log");
    assertEquals("Invalid magic number for random\n", run(2, "", random.toString()).err());
    Path tiny = Files.writeString(directory.resolve("tiny"), "x");
    assertTrue(run(1, "", tiny.toString()).err().contains("expected: a header of 16 bytes"));
    assertTrue(run(1, "", "-q", "x").err().startsWith("Unrecognized option: -q\nusage:"));
    assertTrue(run(1, "").err().startsWith("No file\nusage:"));
    assertTrue(run(1, "", "-c", "x").err().startsWith("-c without -z\nusage:"));
    assertTrue(run(1, "", "-c", "-z", "zz", "x").err().startsWith("zxid: zz (expected"));
    assertTrue(run(0, "", "--help").out().startsWith("usage: TxnLogToolkit"));
  }

  @Test
  void readsALogThatEndsAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(log);
    Path cut = directory.resolve("cut");
    for (int size = 16; size < 400; size++) {
      Files.write(cut, Arrays.copyOf(whole, size));
      assertTrue(run(0, "", cut.toString()).out().contains("EOF reached after "), "size " + size);
    }
  }

  @Test
  void doesNotTakeADamagedLengthForTheEnd() throws IOException {
    byte[] whole = Files.readAllBytes(log);
    Path damaged = directory.resolve("damaged");
    for (int bit : new int[] {7, 6, 0}) {
      byte[] flipped = whole.clone();
      flipped[16 + Long.BYTES] ^= (byte) (1 << bit); // the first entry's length
      Files.write(damaged, flipped);
      for (String how : List.of("-d", "-ry")) {
        Output refused = run(1, "", how, damaged.toString());
        assertTrue(refused.err().startsWith("Damaged at position 16 of "), refused.err());
        assertFalse(Files.exists(sibling(damaged, ".fixed")));
      }
    }
  }

  private static Output run(int exitCode, String input, String... arguments) {
    Output output = new Output();
    int code = TxnLogTool.run(List.of(arguments), Output.input(input), output.out, output.err);
    assertEquals(exitCode, code, output.err());
    return output;
  }

  /** A copy whose second entry has another byte than its checksum is for. */
  private Path broken() throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("p'%,");
    bytes[at + 1] ^= 8;
    return Files.write(directory.resolve("broken"), bytes);
  }

  private static String stock(String name) throws IOException {
    try (InputStream in = TxnLogToolTest.class.getResourceAsStream("stock-" + name + ".txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Without the times, whose form is the locale's, and without the directory. */
  private static String undated(String output) {
    return Pattern.compile("(?m)^(CRC FIXED - |CRC ERROR - |).* session 0x")
        .matcher(output)
        .replaceAll("$1DATE session 0x")
        .replaceAll("Recovery file \\S*/", "Recovery file ");
  }

  /**
   * Returns where two files first differ but for a range, -1 if nowhere up to the shorter's end.
   */
  private static int mismatch(Path first, Path second, int from, int until) throws IOException {
    byte[] a = Files.readAllBytes(first);
    byte[] b = Files.readAllBytes(second);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] != b[i] && (i < from || i >= until)) {
        return i;
      }
    }
    return -1;
  }
}
