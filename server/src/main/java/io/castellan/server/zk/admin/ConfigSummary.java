package io.castellan.server.zk.admin;

import java.io.File;
import java.nio.file.Path;

/**
 * What the words {@code conf} and {@code dirs} tell of the configuration.
 *
 * @param snapDir where snapshots are, {@code version-2} included
 * @param logDir where logs are, {@code version-2} included
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
    long serverId) {
  String text() {
    return String.join(
        "\n",
        "clientPort=" + clientPort,
        "secureClientPort=-1",
        "dataDir=" + snapDir,
        "dataDirSize=" + sizeBytes(snapDir),
        "dataLogDir=" + logDir,
        "dataLogSize=" + sizeBytes(logDir),
        "tickTime=" + tickMs,
        "maxClientCnxns=" + maxClientConnections,
        "minSessionTimeout=" + minSessionTimeoutMs,
        "maxSessionTimeout=" + maxSessionTimeoutMs,
        "clientPortListenBacklog=" + listenBacklog,
        "serverId=" + serverId,
        "");
  }

  String directories() {
    return "datadir_size: " + sizeBytes(snapDir) + "\nlogdir_size: " + sizeBytes(logDir) + "\n";
  }

  private static long sizeBytes(Path directory) {
    File[] files = directory.toFile().listFiles();
    long bytes = 0;
    if (files != null) {
      for (File file : files) {
        bytes += file.length();
      }
    }
    return bytes;
  }
}
