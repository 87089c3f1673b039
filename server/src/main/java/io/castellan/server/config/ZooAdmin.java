package io.castellan.server.config;

/**
 * The HTTP server for administrators (ZOOKEEPER-1346).
 *
 * @param enabled whether there is one: {@code admin.enableServer}, which is true unless set, but
 *     only once an {@code admin.} key is set that has an effect; a zoo.cfg that knows nothing of it
 *     opens no port
 * @param host the address to listen on
 * @param port the port to listen on
 * @param commandUrl the path above all commands, such as {@code /commands}
 * @param idleMs how long a connection may stay silent
 * @param snapshotEnabled whether the snapshot command is served
 * @param restoreEnabled whether the restore command is served
 * @param rateLimitInterval what lies between two snapshots, in microseconds, or between two
 *     restorations, in milliseconds: stock takes the same number for both
 */
public record ZooAdmin(
    boolean enabled,
    String host,
    int port,
    String commandUrl,
    int idleMs,
    boolean snapshotEnabled,
    boolean restoreEnabled,
    long rateLimitInterval) {
  private static final String PREFIX = "zookeeper.admin.";

  static ZooAdmin of(Settings settings) {
    boolean mentioned =
        settings.originals().keySet().stream()
            .anyMatch(
                name ->
                    name.startsWith(PREFIX)
                        && settings.table().get(name).effect() == KeyEffect.OBEYED);
    return new ZooAdmin(
        mentioned && settings.getBoolean("zookeeper.admin.enableServer"),
        settings.getText("zookeeper.admin.serverAddress"),
        settings.getInt("zookeeper.admin.serverPort"),
        settings.getText("zookeeper.admin.commandURL"),
        settings.getInt("zookeeper.admin.idleTimeout"),
        settings.getBoolean("zookeeper.admin.snapshot.enabled"),
        settings.getBoolean("zookeeper.admin.restore.enabled"),
        settings.getLong("zookeeper.admin.rateLimiterIntervalInMS"));
  }
}
