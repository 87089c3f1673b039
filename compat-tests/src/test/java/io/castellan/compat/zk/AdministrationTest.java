package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.Workspace;
import io.castellan.compat.raw.Ops;
import io.castellan.compat.raw.RawSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What administrators are told: four-letter words in the texts of four releases, line by line, and
 * the admin server and {@code mntr} key by key. A metric that stock tells and ours does not has its
 * reason in {@link UntoldMetrics}; the table of all is printed.
 */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // servers and sessions are there for as long as they are open
class AdministrationTest {
  /** Words that change nothing but counters, so that both servers may be asked in this order. */
  private static final List<String> WORDS =
      List.of(
          "conf", "cons", "dirs", "dump", "gtmk", "hash", "isro", "ruok", "srvr", "stat", "wchc",
          "wchp", "wchs", "crst", "srst");

  private static final List<String> SAME_VALUE =
      List.of(
          "zk_znode_count",
          "zk_watch_count",
          "zk_ephemerals_count",
          "zk_approximate_data_size",
          "zk_global_sessions",
          "zk_outstanding_requests",
          "zk_server_state");

  /** Those that want credentials, and the one that tells of the JVM's properties. */
  private static final Set<String> UNCOMPARED =
      Set.of("/commands/snapshot", "/commands/restore", "/commands/system_properties");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Pattern JSON_KEY = Pattern.compile("\"([^\"]+)\" : ");
  private static final Pattern MNTR = Pattern.compile("(?m)^(zk_\\w+)\t");

  /** Told by stock only, without a reason; or by ours only. */
  private final List<String> wrong = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "ZOOKEEPER_3_4_14, 3.4",
    "ZOOKEEPER_3_5_7, 3.5",
    "ZOOKEEPER_3_6_3, 3.9",
    "ZOOKEEPER_3_9_6, 3.9"
  })
  void tellsWhatStockTells(StockRelease release, String texts) {
    int stockPort = Ports.free();
    int ourPort = Ports.free();
    int stockHttp = Ports.free();
    int ourHttp = Ports.free();
    try (Workspace workspace = new Workspace("administration");
        ServerProcess stock =
            StockServers.zooKeeper(
                release, workspace.directory("stock"), stockPort, lines(stockHttp, texts));
        ServerProcess ours =
            CastellanProcess.zooKeeper(
                workspace.directory("ours"), ourPort, lines(ourHttp, texts));
        RawSession stockSession = load(stockPort);
        RawSession ourSession = load(ourPort)) {
      String stockMetrics = ask(stockPort, "mntr");
      String ourMetrics = ask(ourPort, "mntr");
      boolean measured = texts.equals("3.9");
      if (measured) {
        compareMetrics(
            release,
            MNTR.matcher(stockMetrics).results().map(key -> key.group(1)).toList(),
            MNTR.matcher(ourMetrics).results().map(key -> key.group(1)).toList());
      } else {
        assertEquals(
            MNTR.matcher(stockMetrics).results().map(key -> key.group(1)).toList(),
            MNTR.matcher(ourMetrics).results().map(key -> key.group(1)).toList());
      }
      boolean sameTree = release != StockRelease.ZOOKEEPER_3_4_14; // no /zookeeper/config yet
      assertEquals(values(stockMetrics, sameTree), values(ourMetrics, sameTree));
      compare("envi", keys(ask(stockPort, "envi")), keys(ask(ourPort, "envi")));
      for (String word : WORDS) {
        compare(word, shape(ask(stockPort, word)), shape(ask(ourPort, word)));
      }
      if (measured) {
        for (String command : commands(stockHttp)) {
          compareCommand(release, command, get(stockHttp, command), get(ourHttp, command));
        }
      }
      assertEquals(List.of(), wrong);
    }
  }

  private void compare(String where, Set<String> stock, Set<String> ours) {
    stock.stream().filter(each -> !ours.contains(each)).forEach(each -> differ(where, "-", each));
    ours.stream().filter(each -> !stock.contains(each)).forEach(each -> differ(where, "+", each));
    System.out.printf("%-14s %d of stock's %d%n", where, ours.size(), stock.size());
  }

  private void differ(String where, String sign, String what) {
    wrong.add(where + ": " + sign + " " + what);
  }

  /** A newer release may tell more than an older one. */
  private void compareMetrics(StockRelease release, List<String> stock, List<String> ours) {
    Map<String, Boolean> told = new TreeMap<>();
    ours.forEach(name -> told.put(UntoldMetrics.metricOf(name), true));
    Set<String> all = new TreeSet<>(told.keySet());
    stock.forEach(name -> all.add(UntoldMetrics.metricOf(name)));
    Set<String> ofStock = new TreeSet<>();
    stock.forEach(name -> ofStock.add(UntoldMetrics.metricOf(name)));
    for (String metric : all) {
      String reason = UntoldMetrics.reason(metric);
      boolean toldByUs = told.containsKey(metric);
      System.out.printf(
          "%-60s %-6s %s%n",
          metric,
          ofStock.contains(metric) ? "stock" : "",
          toldByUs ? "ours" : "not ours: " + reason);
      if (ofStock.contains(metric) && !toldByUs && reason == null) {
        differ("mntr", "-", metric);
      } else if (toldByUs && reason != null) {
        differ("mntr", "+", metric + ", though: " + reason);
      } else if (!ofStock.contains(metric) && release == StockRelease.ZOOKEEPER_3_9_6) {
        differ("mntr", "+", metric);
      }
    }
    for (String name : ours) { // the parts of a summary, each of them
      if (ofStock.contains(UntoldMetrics.metricOf(name)) && !stock.contains(name)) {
        differ("mntr", "+", name);
      }
    }
  }

  private void compareCommand(StockRelease release, String command, String stock, String ours) {
    if (command.endsWith("/monitor")) {
      compareMetrics(release, jsonNames(stock), jsonNames(ours));
    } else {
      Set<String> missing = jsonKeys(stock);
      missing.removeAll(jsonKeys(ours));
      missing.forEach(key -> differ(command, "-", key));
      System.out.printf("%-40s %d keys%n", command, jsonKeys(ours).size());
    }
  }

  /** The lines of a text, each form once: without numbers, dates, versions and directories. */
  private static Set<String> shape(String text) {
    Set<String> lines = new TreeSet<>();
    for (String line : text.split("\n", -1)) {
      lines.add(
          line.replaceFirst("^Zookeeper version: .*", "Zookeeper version")
              .replaceFirst("^(data\\w*Dir=).*", "$1")
              .replaceAll("0x\\p{XDigit}+", "0xN")
              .replaceAll("\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}", "DATE")
              .replaceAll("\\d+", "N"));
    }
    return lines;
  }

  private static String[] lines(int httpPort, String texts) {
    return new String[] {
      "admin.enableServer=true",
      "admin.serverPort=" + httpPort,
      "admin.serverAddress=127.0.0.1",
      "castellan.4lw.texts=" + texts // which means nothing to stock
    };
  }

  /** The same requests to both; the session stays open, with its watches. */
  private static RawSession load(int port) {
    RawSession session = RawSession.open(port);
    session.ask(
        Ops.create("/a", "some data"),
        Ops.create(1, "/a/e", null, Ops.OPEN, 1),
        Ops.read(4, "/a", true),
        Ops.read(3, "/missing", true),
        Ops.read(8, "/a", true),
        Ops.setData("/a/e", Ops.utf8("more"), -1));
    return session;
  }

  private static Map<String, String> values(String mntr, boolean sameTree) {
    Map<String, String> values = new TreeMap<>();
    for (String line : mntr.split("\n", -1)) {
      String[] words = line.split("\t", -1);
      boolean compared =
          SAME_VALUE.contains(words[0])
              && (sameTree
                  || !(words[0].equals("zk_znode_count")
                      || words[0].equals("zk_approximate_data_size")));
      if (compared && words.length > 1) {
        values.put(words[0], words[1]);
      }
    }
    return values;
  }

  /** What stands before the {@code =}. */
  private static Set<String> keys(String text) {
    Set<String> keys = new TreeSet<>();
    for (String line : text.split("\n", -1)) {
      keys.add(line.split("=", 2)[0]);
    }
    return keys;
  }

  private static String ask(int port, String word) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(word, e);
    }
  }

  /** The commands that the server lists and whose keys are its own. */
  private List<String> commands(int port) {
    List<String> commands = new ArrayList<>();
    Matcher link = Pattern.compile("href=\"(/commands/\\w+)\"").matcher(get(port, "/commands"));
    while (link.find()) {
      if (!UNCOMPARED.contains(link.group(1))) {
        commands.add(link.group(1));
      }
    }
    return commands;
  }

  private String get(int port, String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(path, e);
    }
  }

  private static List<String> jsonNames(String json) {
    return JSON_KEY.matcher(json).results().map(key -> key.group(1)).toList();
  }

  private static Set<String> jsonKeys(String json) {
    Set<String> keys = new TreeSet<>();
    jsonNames(json).forEach(key -> keys.add(key.replaceAll("\\d+", "N")));
    return keys;
  }
}
