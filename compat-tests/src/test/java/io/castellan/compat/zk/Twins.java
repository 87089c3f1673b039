package io.castellan.compat.zk;

import io.castellan.compat.harness.CastellanProcess;
import io.castellan.compat.harness.Ports;
import io.castellan.compat.harness.ServerProcess;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.StockServers;
import io.castellan.compat.harness.Workspace;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Stock 3.9.6 and ours, configured alike, both empty: whoever is asked the same must answer it. */
final class Twins implements AutoCloseable {
  private final Workspace workspace;
  private final ServerProcess stock;
  private final ServerProcess ours;
  private final int stockPort = Ports.free();
  private final int ourPort = Ports.free();

  /**
   * @param name to recognise their directories by
   * @param lines further lines of the zoo.cfg of both
   */
  Twins(String name, String... lines) {
    workspace = new Workspace(name);
    CompletableFuture<ServerProcess> starting =
        CompletableFuture.supplyAsync(
            () ->
                StockServers.zooKeeper(
                    StockRelease.ZOOKEEPER_3_9_6, workspace.directory("stock"), stockPort, lines));
    ours = CastellanProcess.zooKeeper(workspace.directory("ours"), ourPort, lines);
    stock = starting.join();
  }

  /** What both gave. */
  record Both<T>(T stock, T ours) {}

  /** Asks both the same; the argument is the port. */
  <T> Both<T> ask(IntFunction<T> question) {
    return new Both<>(question.apply(stockPort), question.apply(ourPort));
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
