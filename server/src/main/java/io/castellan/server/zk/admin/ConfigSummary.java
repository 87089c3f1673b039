package io.castellan.server.zk.admin;

import io.castellan.server.config.TextRelease;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the configuration.
 *
 * @param snapDir where snapshots are, {@code version-2} included
 * @param logDir where logs are, {@code version-2} included
 * @param initialText the file as it was read, secrets hidden
 */
public record ConfigSummary(
    int clientPort,
    Path snapDir,
    Path logDir,
    int tickMs,
    int maxClientConnections,
    int minSessionTimeoutMs,
    int maxSessionTimeoutMs,
    int listenBacklog,
    long serverId,
    String initialText) {
  String text(TextRelease texts) {
    boolean sized = texts.isFrom(TextRelease.R3_5);
    StringBuilder text = new StringBuilder();
    line(text, true, "clientPort", clientPort);
    line(text, sized, "secureClientPort", -1);
    line(text, true, "dataDir", snapDir);
    line(text, sized, "dataDirSize", sized ? snapshotBytes() : 0);
    line(text, true, "dataLogDir", logDir);
    line(text, sized, "dataLogSize", sized ? logBytes() : 0);
    line(text, true, "tickTime", tickMs);
    line(text, true, "maxClientCnxns", maxClientConnections);
    line(text, true, "minSessionTimeout", minSessionTimeoutMs);
    line(text, true, "maxSessionTimeout", maxSessionTimeoutMs);
    line(text, texts.isFrom(TextRelease.R3_9), "clientPortListenBacklog", listenBacklog);
    line(text, true, "serverId", serverId);
    return text.toString();
  }

  private static void line(StringBuilder text, boolean told, String key, Object value) {
    if (told) {
      text.append(key).append('=').append(value).append('\n');
    }
  }

  String directories() {
    return "datadir_size: " + snapshotBytes() + "\nlogdir_size: " + logBytes() + "\n";
  }

  /** How many bytes the files of the snapshots' directory have; looks at the disk. */
  public long snapshotBytes() {
    return sizeBytes(snapDir);
  }

  /** How many bytes the files of the logs' directory have; looks at the disk. */
  public long logBytes() {
    return sizeBytes(logDir);
  }

  /** What the admin server tells. */
  Map<String, @Nullable Object> keys() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("client_port", clientPort);
    keys.put("data_dir", snapDir.toString());
    keys.put("data_log_dir", logDir.toString());
    keys.put("tick_time", tickMs);
    keys.put("max_client_cnxns", maxClientConnections);
    keys.put("min_session_timeout", minSessionTimeoutMs);
    keys.put("max_session_timeout", maxSessionTimeoutMs);
    keys.put("server_id", serverId);
    keys.put("client_port_listen_backlog", listenBacklog);
    return keys;
  }

  /** What the admin server tells of the directories. */
  Map<String, @Nullable Object> directoryKeys() {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("datadir_size", sizeBytes(snapDir));
    keys.put("logdir_size", sizeBytes(logDir));
    return keys;
  }

  /** The statistics of a server and, among them, the sizes of its directories. */
  Map<String, @Nullable Object> withSizes(Map<?, ?> statistics) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    statistics.forEach((key, value) -> keys.put(String.valueOf(key), value));
    keys.put("data_dir_size", sizeBytes(snapDir));
    keys.put("log_dir_size", sizeBytes(logDir));
    return keys;
  }

  private static long sizeBytes(Path directory) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    } catch (IOException | DirectoryIteratorException goneMeanwhile) {
      return bytes; // a file that was purged while we looked, or no directory: what was counted
    }
    return bytes;
  }
}
