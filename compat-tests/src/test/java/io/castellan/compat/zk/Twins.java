package io.castellan.compat.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Jvm;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Stock 3.9.6 and ours, configured alike, both empty: whoever is asked the same must answer it. */
final class Twins implements AutoCloseable {
  private final Workspace workspace;
  private final ServerProcess stock;
  private final ServerProcess ours;
  private final int stockPort = Ports.free();
  private final int ourPort = Ports.free();

  /**
   * Both empty.
   *
   * @param name to recognise their directories by
   * @param lines further lines of the zoo.cfg of both
   */
  Twins(String name, String... lines) {
    this(name, directory -> {}, lines);
  }

  /**
   * Both on files of the test's.
   *
   * @param prepare is given each server's directory, below which its {@code data} lie
   */
  Twins(String name, Consumer<Path> prepare, String... lines) {
    this(name, prepare, List.of(lines), List.of());
  }

  /**
   * The same with system properties.
   *
   * @param flags of both JVMs, {@code -Dname=value}
   */
  Twins(String name, Consumer<Path> prepare, List<String> more, List<String> flags) {
    workspace = new Workspace(name);
    // What is on disk is another test's concern, and forcing it there takes most of the time.
    List<String> lines = Stream.concat(Stream.of("forceSync=no"), more.stream()).toList();
    List<String> jvm = Stream.concat(Jvm.LIGHT.stream(), flags.stream()).toList();
    Path stockDirectory = workspace.directory("stock");
    Path ourDirectory = workspace.directory("ours");
    prepare.accept(stockDirectory);
    prepare.accept(ourDirectory);
    CompletableFuture<ServerProcess> starting =
        CompletableFuture.supplyAsync(
            () ->
                StockServers.zooKeeper(
                    StockRelease.ZOOKEEPER_3_9_6, stockDirectory, stockPort, lines, jvm));
    ours = CastellanProcess.zooKeeper(ourDirectory, ourPort, lines, jvm);
    stock = starting.join();
  }

  /** What both gave. */
  record Both<T>(T stock, T ours) {}

  /** Asks both the same; the argument is the port. */
  <T> Both<T> ask(IntFunction<T> question) {
    return new Both<>(question.apply(stockPort), question.apply(ourPort));
  }

  /** Asks both the same and fails at the first line that differs, with what stands around it. */
  void assertAlike(IntFunction<List<String>> question) {
    Both<List<String>> both = ask(question);
    for (int i = 0; i < Math.max(both.stock.size(), both.ours.size()); i++) {
      if (i >= both.stock.size()
          || i >= both.ours.size()
          || !both.stock.get(i).equals(both.ours.get(i))) {
        assertEquals(around(both.stock, i), around(both.ours, i));
      }
    }
  }

  private static String around(List<String> lines, int at) {
    return String.join(
        "\n",
        lines.subList(
            Math.min(lines.size(), Math.max(0, at - 12)), Math.min(at + 8, lines.size())));
  }

  /** The process ids of both. */
  Both<Long> pids() {
    return new Both<>(stock.pid(), ours.pid());
  }

  /** What both have printed so far. */
  Both<String> outputs() {
    return new Both<>(stock.output(), ours.output());
  }

  /** Ends both, as an init script would. */
  void stop() {
    stock.stop();
    ours.stop();
  }

  int stockPort() {
    return stockPort;
  }

  int ourPort() {
    return ourPort;
  }

  @Override
  public void close() {
    try (workspace;
        stock) {
      ours.close();
    }
  }
}
