package io.castellan.zk.protocol.jute;

/**
 * How long a string or byte array may be.
 *
 * <p>Two numbers make the cap, as in the stock server: {@code jute.maxbuffer}, which also bounds a
 * client's frame, and an extra size, because a stored transaction is a little larger than the
 * request that it came from (ZOOKEEPER-2974, ZOOKEEPER-3496).
 */
public final class JuteLimits {
  /** The default of {@code jute.maxbuffer}, in bytes. */
  public static final int DEFAULT_MAX_BUFFER_BYTES = 0xfffff;

  /** The cap that follows from the defaults, in bytes. */
  public static final int DEFAULT_MAX_LENGTH_BYTES = 2 * DEFAULT_MAX_BUFFER_BYTES;

  private static final int SMALLEST_EXTRA_BYTES = 1024;

  private JuteLimits() {}

  /**
   * Returns the longest length of a string or byte array that a reader accepts, in bytes.
   *
   * @param maxBufferBytes {@code jute.maxbuffer}
   * @param extraBytes {@code zookeeper.jute.maxbuffer.extrasize}; less than 1024 counts as 1024
   */
  public static int maxLengthBytes(int maxBufferBytes, int extraBytes) {
    long sum = (long) maxBufferBytes + Math.max(extraBytes, SMALLEST_EXTRA_BYTES);
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }
}
