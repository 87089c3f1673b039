package io.castellan.compat.harness;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output and standard error that go to whichever tool the writing thread belongs to.
 *
 * <p>Threads that an earlier tool left behind still write to that tool's buffers, which nobody
 * reads any more; threads of the host itself write to the host's standard error.
 */
final class StreamRouter extends OutputStream {
  private final boolean error;
  private final PrintStream host;

  private StreamRouter(boolean error, PrintStream host) {
    this.error = error;
    this.host = host;
  }

  /** Replaces both streams; returns the new standard output. */
  static PrintStream install(PrintStream host) {
    PrintStream out = new PrintStream(new StreamRouter(false, host), true, StandardCharsets.UTF_8);
    System.setOut(out);
    System.setErr(new PrintStream(new StreamRouter(true, host), true, StandardCharsets.UTF_8));
    return out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    @Nullable Invocation invocation = Invocation.current();
    if (invocation == null) {
      host.write(bytes, offset, length);
    } else {
      invocation.written(error, bytes, offset, length);
    }
  }
}
