package io.castellan.server.zk.tool;

import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.store.Purge;
import io.castellan.server.zk.store.StoreLayout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DateFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stock's {@code PurgeTxnLog}: deletes old snapshots, and the logs that none of the others needs.
 * It may run beside the server.
 */
public final class PurgeTool {
  private static final int EXIT_FAILED = 1;
  private static final String USAGE =
      """
      Usage:
      PurgeTxnLog dataLogDir [snapDir] -n count
      \tdataLogDir -- path to the txn log directory
      \tsnapDir -- path to the snapshot directory
      \tcount -- the number of old snaps/logs you want to keep, value should be greater than or equal to 3
      """;

  private PurgeTool() {}

  /**
   * Runs the tool.
   *
   * @return 0 when done, 1 when the arguments are wrong or a file cannot be deleted
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("-h") || arguments.contains("--help")) {
      out.print(USAGE);
      return 0;
    }
    int directories = arguments.size() - 2;
    try {
      if (directories < 1 || directories > 2 || !arguments.get(directories).equals("-n")) {
        throw new ToolException(EXIT_FAILED, "");
      }
      Path logs = existing(arguments.get(0));
      Path snapshots = existing(arguments.get(directories - 1));
      purge(StoreLayout.of(snapshots, logs), parseCount(arguments.get(directories + 1)), out);
      return 0;
    } catch (ToolException e) {
      if (!String.valueOf(e.getMessage()).isEmpty()) {
        err.println(e.getMessage());
      }
      err.print(USAGE);
      return e.exitCode();
    } catch (StorageException | IOException e) {
      err.println(e.getMessage());
      return EXIT_FAILED;
    }
  }

  private static void purge(StoreLayout layout, int count, PrintStream out) throws IOException {
    if (!isThere(layout.snapshotDirectory()) || !isThere(layout.logDirectory())) {
      return;
    }
    DateFormat dates = DateFormat.getDateTimeInstance();
    for (StoreLayout.ZxidFile file : Purge.obsolete(layout, count)) {
      long modified = Files.getLastModifiedTime(file.path()).toMillis();
      out.println("Removing file: " + dates.format(modified) + "\t" + file.path());
      out.flush();
      Purge.delete(file);
    }
  }

  /** A directory that no server has used yet has nothing to purge. */
  private static boolean isThere(Path version2) throws IOException {
    if (!Files.isDirectory(version2)) {
      return false;
    }
    try (Stream<Path> files = Files.list(version2)) {
      return files.findAny().isPresent();
    }
  }

  private static Path existing(String directory) throws ToolException {
    Path path = Path.of(directory);
    if (!Files.isDirectory(path)) {
      throw new ToolException(EXIT_FAILED, "Path '" + path.toAbsolutePath() + "' does not exist.");
    }
    return path;
  }

  private static int parseCount(String text) throws ToolException {
    int count;
    try {
      count = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new ToolException(EXIT_FAILED, "'" + text + "' can not be parsed to integer.");
    }
    if (count < Purge.LEAST_KEPT) {
      throw new ToolException(EXIT_FAILED, "count should be greater than or equal to 3");
    }
    return count;
  }
}
