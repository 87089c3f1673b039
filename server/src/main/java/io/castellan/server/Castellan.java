package io.castellan.server;

import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.KeyReport;
import io.castellan.server.config.ZooCfg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main program: reads the files, starts a {@link Node}, and waits for the signal that ends it.
 *
 * <p>Exit codes: 2 when the arguments or a file are wrong, 1 when the server cannot start, and on
 * SIGTERM the 143 that every JVM gives, which is what init scripts and systemd units of stock
 * servers expect ({@code SuccessExitStatus=143}).
 */
public final class Castellan {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_CONFIG = 2;

  /**
   * The system property that names a file to write once the server answers, and to remove when it
   * ends.
   */
  private static final String READY_FILE = "castellan.readyFile";

  private Castellan() {}

  /**
   * Runs {@code run [--zoo-cfg FILE] [--server-properties FILE] [--override key=value]…} until a
   * signal ends it.
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    try {
      if (words.isEmpty() || !words.get(0).equals("run")) {
        throw new ConfigException(
            "castellan: " + (words.isEmpty() ? "no command" : words.get(0)) + " (expected: run)");
      }
      run(CommandLine.parse(words.subList(1, words.size())));
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_CONFIG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LoggerFactory.getLogger(Castellan.class).error("could not start", e);
      System.exit(EXIT_FAILED);
    }
  }

  private static void run(CommandLine commandLine) throws Exception {
    long startNanos = System.nanoTime();
    Path zooFile = commandLine.zooCfg();
    Path brokerFile = commandLine.serverProperties();
    ZooCfg zooKeeper = zooFile == null ? null : ZooCfg.load(zooFile, systemProperties());
    BrokerConfig broker =
        brokerFile == null ? null : BrokerConfig.load(brokerFile, commandLine.overrides());

    Logger log = LoggerFactory.getLogger(Castellan.class);
    if (zooKeeper != null) {
      tell(log, zooFile, zooKeeper.report());
      if (!zooKeeper.servers().isEmpty()) {
        log.warn("{}: one server line, which runs as a standalone server", zooFile);
      }
    }
    if (broker != null) {
      tell(log, brokerFile, broker.report());
    }
    CountDownLatch closed = new CountDownLatch(1);
    Node node = Node.start(zooKeeper, broker);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(log, node, closed), "castellan-end"));
    Path ready = readyFile();
    if (ready != null) {
      Files.writeString(ready, Long.toString(ProcessHandle.current().pid()));
    }
    log.info("castellan answers after {} ms", (System.nanoTime() - startNanos) / 1_000_000);
    closed.await();
  }

  private static void end(Logger log, Node node, CountDownLatch closed) {
    log.info("castellan ends");
    try {
      Path ready = readyFile();
      if (ready != null) {
        Files.deleteIfExists(ready);
      }
    } catch (IOException e) {
      log.warn("could not remove the ready file: {}", e.getMessage());
    }
    node.close();
    log.info("castellan ended");
    closed.countDown();
  }

  private static void tell(Logger log, @Nullable Path file, KeyReport report) {
    for (String line : report.unknown()) {
      log.warn("{}: {}", file, line);
    }
    for (String line : report.withoutEffectLines()) {
      log.warn("{}: {}", file, line);
    }
  }

  private static @Nullable Path readyFile() {
    String file = System.getProperty(READY_FILE);
    return file == null ? null : Path.of(file);
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name));
    }
    return properties;
  }
}
