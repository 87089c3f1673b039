package io.castellan.compat.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own, known by its handle: started, waited for in its protocol,
 * stopped or killed.
 *
 * <p>Its output goes to a file in its directory; the end of that file is part of every failure that
 * is reported here. A server that outlives the test's JVM does not exist: a shutdown hook ends it.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** The exit value of a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private final String name;
  private final Process process;
  private final Path log;
  private final long logStart;
  private final Duration startTime;
  private final Thread endWithUs;
  private boolean endedByUs;
  private @Nullable Complaints complaints;

  private ServerProcess(
      String name, Process process, Path log, long logStart, Duration startTime, Thread endWithUs) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logStart = logStart;
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
    long logStart = log.toFile().length();
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
        name, process, log, logStart, Duration.ofNanos(System.nanoTime() - begun), endWithUs);
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

  /**
   * From now on its end is an error unless we asked for it, and so is a complaint in its output.
   *
   * @return itself
   */
  ServerProcess heeding(Complaints heeded) {
    complaints = heeded;
    return this;
  }

  /**
   * What the test does to the server makes it complain.
   *
   * @param regex found in lines of its output that are no error then
   */
  public void expectComplaint(String regex) {
    Complaints heeded = complaints;
    if (heeded != null) {
      complaints = heeded.except(regex);
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

  /** All of its output so far, without that of servers that ran in the directory before it. */
  public String output() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(logStart);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
    endAs("asked to stop");
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
    if (complaints != null) {
      complaints.check(name, output());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * Waits for it to end without being asked to, as is expected of it.
   *
   * @return its exit code
   * @throws IllegalStateException if it does not end within 30 s
   */
  public int awaitExit() {
    endedByUs = true;
    if (!awaitEnd(STOP_LIMIT)) {
      throw new IllegalStateException(name + " still runs\n" + Tail.of(log, 60));
    }
    forget();
    return process.exitValue();
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

  /** kill -9, unless another process has done it: no code of the server runs when this returns. */
  public void kill() {
    if (process.isAlive() || process.exitValue() != KILLED) {
      endAs("killed");
    }
    endedByUs = true;
    process.destroyForcibly();
    if (!awaitEnd(STOP_LIMIT)) {
      throw new IllegalStateException(name + " survived SIGKILL, pid " + process.pid());
    }
    forget();
  }

  /**
   * Stops it if it still runs.
   *
   * @throws IllegalStateException if it is one of ours and has ended by itself, or complained
   */
  @Override
  public void close() {
    if (endedByUs) {
      forget();
    } else {
      stop();
    }
  }

  private void endAs(String what) {
    if (complaints != null && !process.isAlive() && !endedByUs) {
      endedByUs = true;
      forget();
      throw new IllegalStateException(
          name
              + " ended by itself with "
              + process.exitValue()
              + " before it was "
              + what
              + "\n"
              + Tail.of(log, 60));
    }
    endedByUs = true;
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
