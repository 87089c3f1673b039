package io.castellan.server.main;

import io.castellan.server.zk.tool.PurgeTool;
import io.castellan.server.zk.tool.SnapshotTool;
import io.castellan.server.zk.tool.TxnLogTool;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code zkTxnLogToolkit.sh}, {@code zkSnapShotToolkit.sh} and {@code zkCleanup.sh} start. The
 * first argument says which tool; the exit code is the tool's.
 */
public final class ZooKeeperTools {
  private static final int EXIT_USAGE = 2;
  private static final int BUFFER_BYTES = 1 << 16;

  private ZooKeeperTools() {}

  /** Runs a tool and ends. */
  public static void main(String[] arguments) {
    String tool = arguments.length == 0 ? "none" : arguments[0];
    List<String> words =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    PrintStream out = stream(FileDescriptor.out, BUFFER_BYTES);
    PrintStream err = stream(FileDescriptor.err, 1);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int exitCode =
        switch (tool) {
          case "txnlog" -> TxnLogTool.run(words, in, out, err);
          case "snapshot" -> SnapshotTool.run(words, System.currentTimeMillis(), out, err);
          case "purge" -> PurgeTool.run(words, out, err);
          default -> {
            err.println("tool: " + tool + " (expected: txnlog, snapshot or purge)");
            yield EXIT_USAGE;
          }
        };
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** What data says is UTF-8, whatever the terminal's locale. */
  private static PrintStream stream(FileDescriptor descriptor, int bufferBytes) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), bufferBytes),
        false,
        StandardCharsets.UTF_8);
  }
}
