package io.castellan.server.zk.tool;

import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.store.SnapshotReader;
import io.castellan.server.zk.store.StoreLayout;
import io.castellan.zk.protocol.jute.JuteException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Stock's {@code SnapshotFormatter}: prints the nodes and sessions of a snapshot, or their JSON.
 */
public final class SnapshotTool {
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILED = 1;
  private static final int LONGEST_VALUE_BYTES = 1 << 30;
  private static final String USAGE =
      """
      USAGE: SnapshotFormatter [-d|-json] snapshot_file
             -d dump the data for each znode
             -json dump znode info in json format
      """;

  private SnapshotTool() {}

  /**
   * Runs the tool.
   *
   * @param nowMs the wall clock, milliseconds since 1970
   * @return 0 when done, 2 when the arguments are wrong or the file is not there, 1 when it cannot
   *     be read
   */
  public static int run(List<String> arguments, long nowMs, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("-h")) || arguments.equals(List.of("--help"))) {
      out.print(USAGE);
      return 0;
    }
    String mode = arguments.size() == 2 ? arguments.get(0) : "";
    boolean content = mode.equals("-d");
    boolean json = mode.equals("-json");
    int expected = content || json ? 2 : 1;
    if (arguments.size() != expected || arguments.get(expected - 1).startsWith("-")) {
      err.print(USAGE);
      return EXIT_USAGE;
    }
    Path file = Path.of(arguments.get(arguments.size() - 1));
    if (!Files.isRegularFile(file)) {
      err.println("File '" + file.toAbsolutePath() + "' does not exist.");
      return EXIT_USAGE;
    }
    try {
      if (json) {
        read(file, new NodeCount());
        read(file, new SnapshotJson(out, nowMs));
      } else {
        list(file, content, out);
      }
      return 0;
    } catch (JuteException e) {
      err.println(file + ": not a whole snapshot: " + e.getMessage());
    } catch (StorageException e) {
      err.println(e.getMessage());
    } finally {
      out.flush();
    }
    return EXIT_FAILED;
  }

  private static void list(Path file, boolean content, PrintStream out) {
    NodeCount count = new NodeCount();
    read(file, count);
    // Stock keeps its root under two paths and counts both.
    out.printf("ZNode Details (count=%d):%n", count.nodes() + 1);
    read(file, new SnapshotListing(out, content));
  }

  private static void read(Path file, SnapshotVisitor visitor) {
    SnapshotReader.read(
        new StoreLayout.ZxidFile(file, StoreLayout.snapshotZxid(file)),
        visitor,
        LONGEST_VALUE_BYTES,
        System::nanoTime);
  }
}
