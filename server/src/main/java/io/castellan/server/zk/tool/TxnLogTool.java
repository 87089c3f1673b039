package io.castellan.server.zk.tool;

import io.castellan.server.storage.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Stock's {@code TxnLogToolkit}: prints a log, corrects its checksums, or cuts it at a zxid. */
public final class TxnLogTool {
  private static final int EXIT_FAILED = 1;

  private final TxnLogOptions options;
  private final BufferedReader in;
  private final PrintStream out;
  private final TxnText text = new TxnText();
  private int fixedCount;

  private TxnLogTool(TxnLogOptions options, BufferedReader in, PrintStream out) {
    this.options = options;
    this.in = in;
    this.out = out;
  }

  /**
   * Runs the tool.
   *
   * @param in answers, when it asks whether to correct an entry
   * @return 0 when done, 2 when the file is not a log, 1 for everything else that keeps it from
   *     being done
   */
  public static int run(
      List<String> arguments, BufferedReader in, PrintStream out, PrintStream err) {
    try {
      TxnLogOptions options = TxnLogOptions.parse(arguments);
      if (options.help()) {
        out.print(TxnLogOptions.USAGE);
        return 0;
      }
      TxnLogTool tool = new TxnLogTool(options, in, out);
      if (options.chop()) {
        tool.chop();
      } else {
        tool.dump();
      }
      return 0;
    } catch (ToolException e) {
      err.println(e.getMessage());
      return e.exitCode();
    } catch (StorageException | IOException e) {
      err.println(e.getMessage());
      return EXIT_FAILED;
    } finally {
      out.flush();
    }
  }

  private void dump() throws ToolException, IOException {
    try (RawLog log = new RawLog(options.file())) {
      if (!options.recover()) {
        tellHeader(log);
        dumpAll(log);
        return;
      }
      Path target = options.sibling(".fixed");
      try (LogCopy copy = new LogCopy(target, log.dbid())) {
        tellHeader(log);
        recoverAll(log, copy);
      }
      out.printf(
          "Recovery file %s has been written with %d fixed CRC error(s)%n", target, fixedCount);
    }
  }

  private void dumpAll(RawLog log) throws ToolException {
    int count = 0;
    for (RawLog.Entry entry = log.next(); entry != null; entry = log.next()) {
      String line = text.of(entry.blob());
      if (!entry.isIntact()) {
        out.println("CRC ERROR - " + line);
      }
      out.println(line);
      count++;
    }
    tellEnd(count);
  }

  private void recoverAll(RawLog log, LogCopy copy) throws ToolException, IOException {
    int count = 0;
    try {
      for (RawLog.Entry entry = log.next(); entry != null; entry = log.next()) {
        copy.append(entry.blob(), checksumFor(entry));
        if (options.verbose()) {
          out.println(text.of(entry.blob()));
        }
        count++;
      }
    } catch (ToolException | IOException e) {
      copy.delete();
      throw e;
    }
    copy.finish();
    tellEnd(count);
  }

  /** The checksum to write: the right one, unless somebody wants to keep a wrong one. */
  private long checksumFor(RawLog.Entry entry) throws ToolException, IOException {
    if (entry.isIntact()) {
      return entry.checksum();
    }
    if (options.yes()) {
      out.println("CRC FIXED - " + text.of(entry.blob()));
    } else {
      out.println("CRC ERROR - " + text.of(entry.blob()));
      if (!isToBeFixed()) {
        return entry.checksum();
      }
    }
    fixedCount++;
    return entry.computedChecksum();
  }

  private boolean isToBeFixed() throws ToolException, IOException {
    while (true) {
      out.print("Would you like to fix it (Yes/No/Abort) ? ");
      out.flush();
      String line = in.readLine();
      if (line == null) {
        throw new ToolException(EXIT_FAILED, "Recovery aborted: no answer.");
      }
      String answer = line.strip().toLowerCase(Locale.ROOT);
      if (answer.startsWith("y")) {
        return true;
      } else if (answer.startsWith("n")) {
        return false;
      } else if (answer.startsWith("a")) {
        throw new ToolException(0, "Recovery aborted.");
      }
    }
  }

  /** Keeps what is not after the zxid; the log has to reach that far, or nothing would be cut. */
  private void chop() throws ToolException {
    try (RawLog log = new RawLog(options.file())) {
      tellHeader(log);
      Path target = options.sibling(".chopped" + options.zxid());
      try (LogCopy copy = new LogCopy(target, log.dbid())) {
        int count = 0;
        for (RawLog.Entry entry = log.next(); entry != null; entry = log.next()) {
          if (entry.zxid() > options.zxid()) {
            break;
          }
          copy.append(entry.blob(), entry.checksum());
          count++;
          if (entry.zxid() == options.zxid()) {
            copy.finish();
            out.printf("Chopping at %d new log has %d records%n", options.zxid(), count);
            return;
          }
        }
        copy.delete();
        tellEnd(count);
        throw new ToolException(
            EXIT_FAILED,
            "Failed to chop %s: no transaction 0x%s in it"
                .formatted(options.file(), Long.toHexString(options.zxid())));
      }
    }
  }

  private void tellHeader(RawLog log) {
    out.printf(
        "ZooKeeper Transactional Log File with dbid %d txnlog format version 2%n", log.dbid());
  }

  private void tellEnd(int count) {
    out.printf("EOF reached after %d txns.%n", count);
  }
}
