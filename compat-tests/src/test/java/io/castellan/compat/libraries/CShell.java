package io.castellan.compat.libraries;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A shell that a test talks to, a command at a time, until its answer is there. */
final class CShell implements AutoCloseable {
  private static final long LIMIT_SECONDS = 15;

  private final Process process;
  private final BufferedWriter input;
  private final InputStream output;
  private final StringBuilder unread = new StringBuilder();

  CShell(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    input = process.outputWriter();
    output = process.getInputStream();
  }

  /**
   * Gives a command and reads until its answer has come.
   *
   * @param answer what must be in the output from now on
   */
  void ask(String command, String answer) throws IOException, InterruptedException {
    input.write(command + "\n");
    input.flush();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!unread.toString().contains(answer)) {
      if (output.available() > 0) {
        byte[] bytes = output.readNBytes(output.available());
        unread.append(new String(bytes, StandardCharsets.UTF_8));
      } else if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError(command + " was answered with:\n" + unread);
      } else {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    unread.setLength(0);
  }

  @Override
  public void close() throws IOException {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
    input.close();
  }
}
