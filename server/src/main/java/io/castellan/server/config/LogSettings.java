package io.castellan.server.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where logs lie and how often they are looked after.
 *
 * @param dirs the log directories, at least one, as written
 * @param flushSchedulerIntervalMs how often partitions are checked for records that are due to be
 *     forced
 * @param recoveryPointCheckpointMs how often recovery points are written
 * @param logStartCheckpointMs how often log start offsets are written
 * @param highWatermarkCheckpointMs how often high watermarks are written
 * @param retentionCheckMs how often segments are checked for retention
 * @param initialTaskDelayMs how long after the start the background work begins
 * @param recoveryThreadsPerDir how many logs of one directory are recovered side by side
 */
public record LogSettings(
    List<Path> dirs,
    long flushSchedulerIntervalMs,
    long recoveryPointCheckpointMs,
    long logStartCheckpointMs,
    long highWatermarkCheckpointMs,
    long retentionCheckMs,
    long initialTaskDelayMs,
    int recoveryThreadsPerDir) {

  static LogSettings of(Settings settings) {
    atLeast(settings, "log.roll.ms", 1);
    atLeast(settings, "log.roll.jitter.ms", 0);
    atLeast(settings, "log.retention.ms", -1);
    for (String key : List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours")) {
      if (settings.text(key) != null && settings.getLong(key) == 0) {
        throw new ConfigException(key + ": 0 (expected: -1 for no limit, or >= 1)");
      }
    }
    return new LogSettings(
        dirs(settings),
        settings.getLong("log.flush.scheduler.interval.ms"),
        settings.getLong("log.flush.offset.checkpoint.interval.ms"),
        settings.getLong("log.flush.start.offset.checkpoint.interval.ms"),
        settings.getLong("replica.high.watermark.checkpoint.interval.ms"),
        settings.getLong("log.retention.check.interval.ms"),
        settings.getLong("log.initial.task.delay.ms"),
        settings.getInt("num.recovery.threads.per.data.dir"));
  }

  private static void atLeast(Settings settings, String key, long least) {
    if (settings.text(key) != null && settings.getLong(key) < least) {
      throw new ConfigException(
          key + ": " + settings.getLong(key) + " (expected: >= " + least + ")");
    }
  }

  private static List<Path> dirs(Settings settings) {
    String key = settings.text("log.dirs") == null ? "log.dir" : "log.dirs";
    Set<Path> dirs = new LinkedHashSet<>();
    for (String dir : settings.getText(key).split(",", -1)) {
      if (!dir.isBlank() && !dirs.add(Path.of(dir.trim()))) {
        throw new ConfigException(
            key + ": " + dir.trim() + " twice (expected: each directory once)");
      }
    }
    if (dirs.isEmpty()) {
      throw new ConfigException(key + ": empty (expected: at least one directory)");
    }
    return List.copyOf(dirs);
  }
}
