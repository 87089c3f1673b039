package io.castellan.compat.zk;

import io.castellan.compat.harness.ToolRun;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What zkCli.sh showed, without what may differ between two servers that behave alike: times become
 * {@code TIME}; zxids and session ids become their rank among those shown; a list of children,
 * whose order the protocol leaves open, is sorted.
 */
final class Transcript {
  /** A line of the client's own log, which stands among the output. */
  private static final Pattern LOG = Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d .*\\R");

  private static final Pattern TIME = Pattern.compile("(?m)^(ctime|mtime) = .*$");
  private static final Pattern ZXID = Pattern.compile("(?<=Zxid = )0x[0-9a-f]+");
  private static final Pattern OWNER = Pattern.compile("(?<=ephemeralOwner = )0x[0-9a-f]+");
  private static final Pattern EVENT_ZXID = Pattern.compile(" zxid: -?\\d+");
  private static final Pattern CONNECT = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern CHILDREN = Pattern.compile("(?m)^\\[([^\\]]*)\\]$");

  private Transcript() {}

  /** Both streams as a terminal shows them, then the watch events. */
  static String of(ToolRun run) {
    return "exit code "
        + run.exitCode()
        + "\n"
        + normal(run.out())
        + "\n--- events ---\n"
        + normal(run.events());
  }

  private static String normal(String text) {
    String unlogged = LOG.matcher(text).replaceAll("");
    String untimed = TIME.matcher(unlogged).replaceAll("$1 = TIME");
    String unconnected = CONNECT.matcher(untimed).replaceAll("HOST:PORT");
    String ranked = ranked(ranked(unconnected, ZXID, "zxid"), OWNER, "session");
    return CHILDREN
        .matcher(EVENT_ZXID.matcher(ranked).replaceAll(""))
        .replaceAll(m -> Matcher.quoteReplacement("[" + sorted(m.group(1)) + "]"));
  }

  /** Zero means none and stays. */
  private static String ranked(String text, Pattern pattern, String name) {
    TreeSet<Long> values =
        pattern
            .matcher(text)
            .results()
            .map(m -> Long.parseUnsignedLong(m.group().substring(2), 16))
            .collect(Collectors.toCollection(() -> new TreeSet<>(Long::compareUnsigned)));
    values.remove(0L);
    Map<Long, String> ranks = new HashMap<>();
    values.forEach(value -> ranks.put(value, name + "-" + (ranks.size() + 1)));
    ranks.put(0L, "0x0");
    UnaryOperator<String> rank =
        hex -> ranks.getOrDefault(Long.parseUnsignedLong(hex.substring(2), 16), hex);
    return pattern.matcher(text).replaceAll(m -> rank.apply(m.group()));
  }

  private static String sorted(String list) {
    return Arrays.stream(list.split(", ", -1)).sorted().collect(Collectors.joining(", "));
  }
}
