package io.castellan.server.zk.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/**
 * Writes a large file beside a log that must be forced all the time: in small steps, each forced by
 * itself, with a pause after it as long as the step took. Owned by one thread.
 *
 * <p>Written at once, the file would stand in memory until its one force brings all of it to the
 * device, and for as long as that takes, half a second for a million nodes, the log's forces stand
 * behind it. This way they wait for one step, a millisecond or two, and the thread leaves the other
 * half of its processor to those who answer clients.
 */
final class SteadyFile extends OutputStream {
  private static final int STEP_BYTES = 1 << 19;

  /** A disk that takes longer for a step is so busy that a longer pause would not help it. */
  private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final FileChannel file;
  private int stepBytes;
  private long stepBeginNanos = System.nanoTime();

  /** Writes to a file, which the caller closes. */
  SteadyFile(FileChannel file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      int part = Math.min(length - written, STEP_BYTES - stepBytes);
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset + written, part);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      written += part;
      onWritten(part);
    }
  }

  /** Returns once everything is on stable storage. */
  void force() throws IOException {
    file.force(true);
  }

  private void onWritten(int bytes) throws IOException {
    stepBytes += bytes;
    if (stepBytes < STEP_BYTES) {
      return;
    }
    file.force(false);
    pause(Math.min(System.nanoTime() - stepBeginNanos, MOST_PAUSE_NANOS));
    stepBytes = 0;
    stepBeginNanos = System.nanoTime();
  }

  private static void pause(long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted between two steps");
    }
  }
}
