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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** How long a start that was interrupted may take to close what it has opened. */
  private static final int UNWIND_SECONDS = 30;

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
    } catch (StartException e) {
      LoggerFactory.getLogger(Castellan.class).error("could not start: {}", e.getMessage());
      System.exit(EXIT_FAILED);
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
      if (zooKeeper.ensemble() == null && !zooKeeper.servers().isEmpty()) {
        log.warn("{}: one server line, which runs as a standalone server", zooFile);
      }
    }
    if (broker != null) {
      tell(log, brokerFile, broker.report());
    }
    CompletableFuture<Optional<Node>> started = new CompletableFuture<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread starter = Thread.currentThread();
    Runnable interrupt =
        () -> {
          interrupted.set(true);
          starter.interrupt();
        };
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(log, interrupt, started), "castellan-end"));
    try {
      started.complete(Optional.of(Node.start(zooKeeper, broker)));
    } catch (Exception e) {
      if (interrupted.get()) {
        return; // whatever it failed with is what the interruption has made of it
      }
      throw e;
    } finally {
      started.complete(Optional.empty()); // without effect unless the start has failed
    }
    if (interrupted.get()) {
      return; // the start was over first, and the signal now closes what it has made
    }
    Path ready = readyFile();
    if (ready != null) {
      Files.writeString(ready, Long.toString(ProcessHandle.current().pid()));
    }
    log.info("castellan answers after {} ms", (System.nanoTime() - startNanos) / 1_000_000);
    new CountDownLatch(1).await(); // until the process ends
  }

  /**
   * A signal, or the exit after a failed start. One that comes while the server is still starting
   * interrupts the start, which closes what it has opened.
   */
  private static void end(
      Logger log, Runnable interrupt, CompletableFuture<Optional<Node>> started) {
    boolean starting = !started.isDone();
    if (starting) {
      log.info("castellan ends, while starting");
      interrupt.run();
    }
    Node node = outcome(log, started);
    if (node == null) {
      if (starting) {
        log.info("castellan ended");
      }
      return; // the start has failed, or has closed everything by itself
    }
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
  }

  /** The node once the start is over, or null when there is none to close. */
  private static @Nullable Node outcome(Logger log, CompletableFuture<Optional<Node>> started) {
    try {
      return started.get(UNWIND_SECONDS, TimeUnit.SECONDS).orElse(null);
    } catch (TimeoutException e) {
      log.warn("still starting after {} s, ends as if it had crashed", UNWIND_SECONDS);
    } catch (InterruptedException | ExecutionException e) {
      log.warn("ends as if it had crashed: {}", e.toString());
    }
    return null;
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
