package io.castellan.server.zk.tool;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the log tool. Short options may share a dash, as in {@code -rvy}; the file
 * may stand anywhere.
 */
record TxnLogOptions(
    Path file,
    boolean help,
    boolean recover,
    boolean verbose,
    boolean yes,
    boolean chop,
    long zxid) {
  static final String USAGE =
      """
      usage: TxnLogToolkit [-dhrvyc] <txn_log_file_name> (-z <zxid>)
       -c,--chop         Write the log up to a zxid to a new file, <name>.chopped<zxid>
       -d,--dump         Print all entries of the log (this is the default)
       -h,--help         Print this
       -r,--recover      Write the log to a new file, <name>.fixed, with checksums that fit
       -v,--verbose      With -r: print all entries, not only those with a wrong checksum
       -y,--yes          With -r: correct all checksums without asking
       -z,--zxid <arg>   With -c: the last zxid to keep, decimal or 0x...
      """;

  private static final int EXIT_USAGE = 1;

  /**
   * @throws ToolException with what is wrong and how it should be
   */
  static TxnLogOptions parse(List<String> arguments) throws ToolException {
    Parser parser = new Parser();
    for (int i = 0; i < arguments.size(); i++) {
      i += parser.take(arguments.get(i), i + 1 < arguments.size() ? arguments.get(i + 1) : null);
    }
    return parser.options();
  }

  /** Returns a path beside the file. */
  Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static ToolException wrong(String why) {
    return new ToolException(EXIT_USAGE, why + "\n" + USAGE.stripTrailing());
  }

  private static final class Parser {
    private @Nullable String file;
    private @Nullable Long zxid;
    private boolean help;
    private boolean recover;
    private boolean verbose;
    private boolean yes;
    private boolean chop;

    /** Returns how many further words it has used. */
    int take(String word, @Nullable String next) throws ToolException {
      if (word.equals("-z") || word.equals("--zxid")) {
        if (next == null) {
          throw wrong("Missing argument for option: z");
        }
        zxid = parseZxid(next);
        return 1;
      }
      if (word.startsWith("--")) {
        set(word, word);
      } else if (word.startsWith("-") && word.length() > 1) {
        for (int i = 1; i < word.length(); i++) {
          set("-" + word.charAt(i), word);
        }
      } else if (file == null) {
        file = word;
      } else {
        throw wrong("More than one file: " + file + ", " + word);
      }
      return 0;
    }

    private void set(String option, String word) throws ToolException {
      switch (option) {
        case "-c", "--chop" -> chop = true;
        case "-d", "--dump" -> {} // what is done anyway
        case "-h", "--help" -> help = true;
        case "-r", "--recover" -> recover = true;
        case "-v", "--verbose" -> verbose = true;
        case "-y", "--yes" -> yes = true;
        default -> throw wrong("Unrecognized option: " + word);
      }
    }

    TxnLogOptions options() throws ToolException {
      if (file == null && !help) {
        throw wrong("No file");
      }
      if (chop && zxid == null) {
        throw wrong("-c without -z");
      }
      return new TxnLogOptions(
          Path.of(file == null ? "" : file),
          help,
          recover,
          verbose,
          yes,
          chop,
          zxid == null ? 0 : zxid);
    }

    private static long parseZxid(String text) throws ToolException {
      try {
        return Long.decode(text);
      } catch (NumberFormatException e) {
        throw wrong("zxid: " + text + " (expected: a number, decimal or 0x...)");
      }
    }
  }
}
