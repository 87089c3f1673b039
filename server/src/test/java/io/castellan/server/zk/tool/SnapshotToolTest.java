package io.castellan.server.zk.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.SnapshotFormatter;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshot tool beside stock's own, on a snapshot of stock's. */
class SnapshotToolTest {
  @TempDir Path directory;
  private Path snapshot = Path.of("");

  @BeforeEach
  void writeSnapshot() throws Exception {
    DataTree tree = new DataTree();
    byte[] data = "data\u00e9".getBytes(StandardCharsets.UTF_8);
    tree.createNode("/a", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, 1, 1, 1_700_000_000_000L);
    tree.createNode("/a/b", null, ZooDefs.Ids.READ_ACL_UNSAFE, 5, 2, 2, 2000);
    tree.createNode("/a/c", data, ZooDefs.Ids.READ_ACL_UNSAFE, 5, 2, 3, 3000);
    tree.createNode("/a/d\"", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, 3, 4, 4000);
    tree.createNode("/a/d\"/e", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, 1, 5, 5000);
    tree.createNode("/z", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, 1, 0x123456789abcdefL, 5000);
    snapshot = directory.resolve("snapshot.1f");
    new FileSnap(directory.toFile())
        .serialize(tree, new HashMap<>(Map.of(5L, 30_000, -6L, 4000)), snapshot.toFile(), false);
  }

  @Test
  void listsWhatStockLists() throws Exception {
    assertEquals("Last zxid: 0x123456789abcdef", lastLine(listsWhatStockLists(false)));
    snapshot = Files.copy(snapshot, directory.resolve("snapshot.223456789abcdef"));
    assertEquals("Last zxid: 0x223456789abcdef", lastLine(listsWhatStockLists(true)));
  }

  private String listsWhatStockLists(boolean content) throws Exception {
    String stock =
        StockOutput.of(() -> new SnapshotFormatter().run(snapshot.toString(), content, false));
    stock = stock.substring(stock.indexOf("ZNode Details")); // what comes before is its log
    Output ours = content ? run(0, "-d", snapshot.toString()) : run(0, snapshot.toString());
    assertEquals(firstLine(stock), firstLine(ours.out()));
    assertEquals(blocks(stock), blocks(ours.out()));
    return ours.out();
  }

  @Test
  void nestsWhatStockNests() throws Exception {
    String stock =
        StockOutput.of(() -> new SnapshotFormatter().run(snapshot.toString(), false, true));
    stock = stock.substring(stock.indexOf("[1,0"));
    Output ours = run(0, "-json", snapshot.toString());
    // Stock's children come in the order of a hash set, and their numbers with it.
    Pattern chance = Pattern.compile("\"(ino|timestamp)\":\\d+");
    assertEquals(
        new TreeSet<>(List.of(chance.matcher(stock).replaceAll("").split("[\\[\\]{},]+"))),
        new TreeSet<>(List.of(chance.matcher(ours.out()).replaceAll("").split("[\\[\\]{},]+"))));
    String expected =
        """
        [1,0,{"progname":"SnapshotFormatter.java","progver":"0.01","timestamp":7},\
        [{"name":"/","asize":0,"dsize":0,"dev":0,"ino":1001},\
        """;
    assertTrue(ours.out().startsWith(expected), ours.out());
    assertTrue(
        ours.out()
            .contains(
                """
                [{"name":"d\\"","asize":6,"dsize":6,"dev":0,"ino":1005},\
                {"name":"e","asize":6,"dsize":6,"dev":0,"ino":1006}]\
                """),
        ours.out());
    assertEquals(count(stock, '['), count(ours.out(), '['));
    assertEquals(count(stock, ']'), count(ours.out(), ']'));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertTrue(run(2).err().startsWith("USAGE"));
    assertTrue(run(2, "-x", "y").err().startsWith("USAGE"));
    assertTrue(run(2, "-d").err().startsWith("USAGE"));
    assertTrue(run(2, "/none").err().contains("'/none' does not exist"));
    assertTrue(run(0, "--help").out().startsWith("USAGE"));
    byte[] whole = Files.readAllBytes(snapshot);
    whole[100] ^= 1;
    Path broken = Files.write(directory.resolve("snapshot.2"), whole);
    Output refused = run(1, broken.toString());
    assertTrue(refused.err().startsWith(broken + ": not a whole snapshot: "), refused.err());
    assertEquals("", refused.out());
  }

  private static Output run(int exitCode, String... arguments) {
    Output output = new Output();
    int code = SnapshotTool.run(List.of(arguments), 7, output.out, output.err);
    assertEquals(exitCode, code, output.err());
    return output;
  }

  private static String lastLine(String output) {
    return output.strip().substring(output.strip().lastIndexOf('\n') + 1);
  }

  private static String firstLine(String output) {
    return output.substring(0, output.indexOf('\n'));
  }

  /** What stands between the separators, in no order; sessions are lines in no order, too. */
  private static Set<String> blocks(String output) {
    TreeSet<String> blocks = new TreeSet<>();
    for (String block : output.substring(output.indexOf('\n') + 1).split("----\n", -1)) {
      blocks.addAll(
          block.startsWith("Session Details") ? Arrays.asList(block.split("\n")) : List.of(block));
    }
    return blocks;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }
}
