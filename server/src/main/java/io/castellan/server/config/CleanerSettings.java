package io.castellan.server.config;

/**
 * How logs are compacted, {@code log.cleaner.*}.
 *
 * @param enabled whether they are
 * @param threads how many are compacted side by side
 * @param backoffMs how long to wait when none needs it
 * @param dedupeBufferBytes what the maps of keys may take, of all threads together
 * @param loadFactor how full such a map may get
 * @param ioBufferBytes what the buffers may take, of all threads together
 * @param bytesPerSecond how much may be read and written, by all threads together
 */
public record CleanerSettings(
    boolean enabled,
    int threads,
    long backoffMs,
    long dedupeBufferBytes,
    double loadFactor,
    int ioBufferBytes,
    double bytesPerSecond) {
  private static final long LEAST_PER_THREAD = 1 << 20;

  static CleanerSettings of(Settings settings) {
    int threads = settings.getInt("log.cleaner.threads");
    long dedupe = settings.getLong("log.cleaner.dedupe.buffer.size");
    if (threads > 0 && dedupe / threads <= LEAST_PER_THREAD) {
      throw new ConfigException(
          "log.cleaner.dedupe.buffer.size: "
              + dedupe
              + " (expected: > "
              + LEAST_PER_THREAD
              + " for each of log.cleaner.threads)");
    }
    return new CleanerSettings(
        settings.getBoolean("log.cleaner.enable"),
        threads,
        settings.getLong("log.cleaner.backoff.ms"),
        dedupe,
        settings.getDouble("log.cleaner.io.buffer.load.factor"),
        settings.getInt("log.cleaner.io.buffer.size"),
        settings.getDouble("log.cleaner.io.max.bytes.per.second"));
  }
}
