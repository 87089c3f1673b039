package io.castellan.compat.kafka;

import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockTool;
import io.castellan.compat.harness.ToolRun;
import io.castellan.compat.harness.ToolRunner;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user at a shell: runs the tools of a release against a broker and keeps a transcript of what
 * was typed, what came out and how it ended, without what may differ between two brokers that
 * behave alike.
 */
final class ToolSession {
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TOPIC_ID = Pattern.compile("TopicId: [A-Za-z0-9_-]{22}");
  private static final Pattern TIME = Pattern.compile("CreateTime:\\d+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.,:]*( \\d[\\d.:]*)?");
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private final ToolRunner tools;
  private final Pair servers;
  private final StringBuilder transcript = new StringBuilder();

  ToolSession(ToolRunner tools, Pair servers) {
    this.tools = tools;
    this.servers = servers;
  }

  StockRelease release() {
    return tools.release();
  }

  String transcript() {
    return transcript.toString();
  }

  /** Runs a tool with {@code --bootstrap-server}; {@code options} are words without quotes. */
  ToolRun run(StockTool tool, String options) {
    return type(tool, List.of(), "--bootstrap-server " + servers.bootstrap() + " " + options);
  }

  /**
   * Runs a tool that lists names in no order of its own, of which only those that start alike
   * count.
   */
  ToolRun list(StockTool tool, String namePrefix) {
    return type(
        tool,
        List.of(),
        "--bootstrap-server " + servers.bootstrap() + " --list",
        out -> out.lines().filter(line -> line.startsWith(namePrefix)).sorted());
  }

  /** Runs a tool that measures, of which only the last line counts, and no number in it. */
  ToolRun measure(StockTool tool, String options) {
    return type(
        tool,
        List.of(),
        options.replace("BROKER", servers.bootstrap()),
        out ->
            Stream.of(out.lines().reduce("", (before, line) -> line))
                .map(line -> NUMBER.matcher(line).replaceAll("N")));
  }

  /** Runs a tool of 2.7 with {@code --zookeeper}. */
  ToolRun runOnZooKeeper(StockTool tool, String options) {
    return type(tool, List.of(), "--zookeeper " + servers.connect() + " " + options);
  }

  /** Runs a tool with an option that names the broker otherwise. */
  ToolRun runWith(String brokerOption, StockTool tool, String options) {
    return type(tool, List.of(), brokerOption + " " + servers.bootstrap() + " " + options);
  }

  /** The console producer, typing these lines. */
  ToolRun produce(List<String> lines, String brokerOption, String options) {
    return type(
        StockTool.CONSOLE_PRODUCER,
        lines,
        brokerOption + " " + servers.bootstrap() + " " + options);
  }

  private ToolRun type(StockTool tool, List<String> input, String options) {
    return type(tool, input, options, String::lines);
  }

  private ToolRun type(
      StockTool tool, List<String> input, String options, Function<String, Stream<String>> shown) {
    ToolRun run = tools.runWithInput(tool, input, options.split(" +", -1));
    transcript.append("$ ").append(tool).append(' ').append(normal(options)).append('\n');
    shown.apply(run.out()).forEach(line -> transcript.append(normal(line)).append('\n'));
    transcript.append("exit code ").append(run.exitCode()).append('\n');
    if (run.exitCode() != 0) {
      transcript.append(ownWords(run.err()));
    }
    return run;
  }

  /** What a failing tool says itself; its log and its stack traces are its release's own affair. */
  private static String ownWords(String err) {
    return err.lines()
        .filter(line -> !line.startsWith("\tat ") && !line.matches("\\d{4}-\\d\\d-\\d\\d.*"))
        .limit(1)
        .map(line -> normal(line) + "\n")
        .collect(Collectors.joining());
  }

  private static String normal(String text) {
    String unnumbered = PORT.matcher(text).replaceAll("HOST:PORT");
    String unnamed =
        TOPIC_ID.matcher(UUID.matcher(unnumbered).replaceAll("UUID")).replaceAll("TopicId: ID");
    String untimed = TIME.matcher(unnamed).replaceAll("CreateTime:TIME");
    // Columns are as wide as the ids in them.
    return BLANKS.matcher(untimed).replaceAll(" ");
  }
}
