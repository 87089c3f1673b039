package io.castellan.compat.harness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one stock release, run one at a time in a JVM that serves many runs.
 *
 * <p>The JVM starts with the first run, and again after one that hung. It needs the security
 * manager of JDK 17 to survive a tool's exit; the stock releases need a JDK of that age themselves.
 */
public final class ToolRunner implements AutoCloseable {
  private static final Duration TOOL_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);

  /** Light beside the servers, and quick: no code runs long enough to be worth compiling well. */
  private static final List<String> TOOL_JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> LOAD_JVM =
      List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

  private final StockRelease release;
  private final String extraClassPath;
  private final List<String> jvm;
  private final Duration limit;
  private @Nullable Host host;

  /** Tools of {@code release}, by their main classes. */
  public ToolRunner(StockRelease release) {
    this(release, "", TOOL_JVM, TOOL_LIMIT);
  }

  private ToolRunner(
      StockRelease release, String extraClassPath, List<String> jvm, Duration limit) {
    this.release = release;
    this.extraClassPath = extraClassPath;
    this.jvm = jvm;
    this.limit = limit;
  }

  /**
   * Also runs main classes of compat-tests itself that are written against the release's clients.
   */
  public static ToolRunner withOwnClients(StockRelease release) {
    return new ToolRunner(release, File.pathSeparator + Resources.classes(), TOOL_JVM, TOOL_LIMIT);
  }

  /** The same, in a JVM that can keep a server busy, and for up to ten minutes. */
  public static ToolRunner forLoad(StockRelease release) {
    return new ToolRunner(release, File.pathSeparator + Resources.classes(), LOAD_JVM, LOAD_LIMIT);
  }

  /** The release whose tools these are. */
  public StockRelease release() {
    return release;
  }

  /** Runs a tool with an empty standard input. */
  public ToolRun run(StockTool tool, String... arguments) {
    return run(tool.mainClass(release), List.of(arguments), List.of(), false);
  }

  /** Runs a tool that reads these lines. */
  public ToolRun runWithInput(StockTool tool, List<String> input, String... arguments) {
    return run(tool.mainClass(release), List.of(arguments), input, false);
  }

  /**
   * Runs an interactive tool: its output is what a terminal would show, standard error included,
   * each line of input after {@code "> "} where the tool asked for it.
   */
  public ToolRun converse(StockTool tool, List<String> input, String... arguments) {
    return run(tool.mainClass(release), List.of(arguments), input, true);
  }

  /**
   * Runs a main class.
   *
   * @return what it did; {@link ToolRun#HUNG} as its exit code if it did not end in time
   */
  public ToolRun run(String mainClass, List<String> arguments, List<String> input, boolean echo) {
    ToolRequest request = new ToolRequest(mainClass, arguments, input, echo, limit.toMillis());
    Host running = running();
    try {
      ToolRun run = running.run(request);
      if (run.exitCode() == ToolRun.HUNG) {
        close();
      }
      return run;
    } catch (IOException e) {
      String log = Tail.of(running.log, 40);
      close();
      throw new UncheckedIOException(release.id() + " tool host ended: " + log, e);
    }
  }

  private Host running() {
    if (host == null || !host.process.isAlive()) {
      host = Host.start(release, extraClassPath, jvm);
    }
    return host;
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
      host = null;
    }
  }

  /** The JVM. */
  private record Host(
      Process process, DataOutputStream requests, DataInputStream answers, Path log) {
    static Host start(StockRelease release, String extraClassPath, List<String> jvm) {
      List<String> flags = new ArrayList<>(jvm);
      flags.addAll(
          List.of(
              "-Xshare:auto",
              // Every run loads its classes anew; they come from published jars.
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-BytecodeVerificationRemote",
              "-Djava.security.manager=allow",
              "--add-opens=java.base/java.lang=ALL-UNNAMED"));
      flags.addAll(release.jvmFlags("ERROR"));
      try {
        Path log = Files.createTempFile("castellan-tools-" + release.id() + "-", ".log");
        Process process =
            new ProcessBuilder(
                    Jvm.command(
                        flags,
                        Resources.classes().toString(),
                        ToolHost.class.getName(),
                        List.of(release.classPath() + extraClassPath)))
                .redirectError(log.toFile())
                .start();
        return new Host(
            process,
            new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
            new DataInputStream(new BufferedInputStream(process.getInputStream())),
            log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    ToolRun run(ToolRequest request) throws IOException {
      request.write(requests);
      requests.flush();
      return ToolRun.read(answers);
    }

    void close() {
      try {
        requests.close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
        Files.deleteIfExists(log);
      } catch (IOException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
