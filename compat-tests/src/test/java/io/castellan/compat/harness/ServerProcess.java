package io.castellan.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, known by its handle: started, waited for in its protocol,
 * stopped or killed.
 *
 * <p>Its output goes to a file in its directory; the end of that file is part of every failure that
 * is reported here. A server that outlives the test's JVM does not exist: a shutdown hook ends it.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;
  private final Duration startTime;
  private final Thread endWithUs;

  private ServerProcess(
      String name, Process process, Path log, Duration startTime, Thread endWithUs) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.startTime = startTime;
    this.endWithUs = endWithUs;
  }

  /**
   * Starts a server and returns once it serves.
   *
   * @param name for messages
   * @param command with arguments
   * @param directory where its output is appended to {@code server.log}, and its working directory
   * @param environment variables on top of our own
   * @param ready what tells that it serves
   * @param limit how long that may take
   * @throws IllegalStateException if it ends or the limit passes first; the message holds the end
   *     of its output
   */
  public static ServerProcess start(
      String name,
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Probe ready,
      Duration limit) {
    Path log = directory.resolve("server.log");
    long begun = System.nanoTime();
    Process process = spawn(command, directory, environment, log);
    Thread endWithUs = new Thread(process::destroyForcibly, "end-" + name);
    Runtime.getRuntime().addShutdownHook(endWithUs);
    try {
      Waiting.until(name + " to serve", limit, () -> !process.isAlive() || ready.answers());
      if (!process.isAlive()) {
        throw new IllegalStateException(name + " ended with " + process.exitValue());
      }
    } catch (IllegalStateException e) {
      process.destroyForcibly();
      process.onExit().join();
      Runtime.getRuntime().removeShutdownHook(endWithUs);
      throw new IllegalStateException(
          e.getMessage() + ", in " + directory + "\n" + Tail.of(log, 60), e);
    }
    return new ServerProcess(
        name, process, log, Duration.ofNanos(System.nanoTime() - begun), endWithUs);
  }

  private static Process spawn(
      List<String> command, Path directory, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operating system's number of the process. */
  public long pid() {
    return process.pid();
  }

  /** From its start to its first answer. */
  public Duration startTime() {
    return startTime;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** All of its output so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the operating system counts for it. */
  public ProcessUsage usage() {
    return ProcessUsage.of(process.toHandle());
  }

  /**
   * Ends it as an init script would (SIGTERM), and waits for its end.
   *
   * @return how long it took
   * @throws IllegalStateException if it does not end within 30 s
   */
  public Duration stop() {
    long begun = System.nanoTime();
    process.destroy();
    if (!awaitEnd(STOP_LIMIT)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          name
              + " did not end within "
              + STOP_LIMIT.toSeconds()
              + " s of SIGTERM\n"
              + Tail.of(log, 60));
    }
    forget();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** SIGSTOP: no code of the server runs, and its connections stay open. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(name + " could not be sent SIG" + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " was sent SIG" + signal, e);
    }
  }

  /** kill -9: no code of the server runs any more when this returns. */
  public void kill() {
    process.destroyForcibly();
    if (!awaitEnd(STOP_LIMIT)) {
      throw new IllegalStateException(name + " survived SIGKILL, pid " + process.pid());
    }
    forget();
  }

  /** Stops it if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    } else {
      forget();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running already, and ends a process that has ended.
    }
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }
}
