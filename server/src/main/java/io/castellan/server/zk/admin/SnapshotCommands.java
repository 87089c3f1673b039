package io.castellan.server.zk.admin;

import io.castellan.server.config.ZooAdmin;
import io.castellan.server.http.HttpCall;
import io.castellan.server.zk.metrics.AdminMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that take a snapshot out of a server and put one in (ZOOKEEPER-4570,
 * ZOOKEEPER-4571).
 */
public final class SnapshotCommands {
  private static final Logger log = LoggerFactory.getLogger(SnapshotCommands.class);
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;
  private static final int FAILED = 500;
  private static final int BAD_REQUEST = 400;

  private final AdminRooms rooms;
  private final ZooAdmin config;
  private final boolean zxidInSnapshots;
  private final Restoration restoration;
  private final AdminMetrics metrics;
  private final RateLimit snapshotLimit;
  private final RateLimit restoreLimit;

  /**
   * @param zxidInSnapshots whether snapshots end with the last zxid ({@code
   *     zookeeper.serializeLastProcessedZxid.enabled}); the two commands need it
   */
  public SnapshotCommands(
      AdminRooms rooms, ZooAdmin config, boolean zxidInSnapshots, Restoration restoration) {
    this.rooms = rooms;
    this.config = config;
    this.zxidInSnapshots = zxidInSnapshots;
    this.restoration = restoration;
    this.metrics = rooms.metrics().admin();
    // One number for both, in two units, as in stock.
    this.snapshotLimit =
        new RateLimit(
            TimeUnit.MICROSECONDS.toNanos(config.rateLimitInterval()),
            rooms.lane().clock()::nanoTime);
    this.restoreLimit =
        new RateLimit(
            TimeUnit.MILLISECONDS.toNanos(config.rateLimitInterval()),
            rooms.lane().clock()::nanoTime);
  }

  List<AdminCommand> all() {
    return List.of(
        AdminCommand.privileged(List.of("snapshot", "snap"), "GET", this::snapshot),
        AdminCommand.privileged(List.of("restore", "rest"), "POST", this::restore));
  }

  private void snapshot(HttpCall call, Consumer<CommandAnswer> answer) {
    if (!config.snapshotEnabled()) {
      answer.accept(CommandAnswer.error(UNAVAILABLE, "admin.snapshot.enabled is false"));
    } else if (!snapshotLimit.tryTake()) {
      metrics.onSnapshotLimited();
      answer.accept(CommandAnswer.error(TOO_MANY, null));
    } else if (!zxidInSnapshots) {
      metrics.onSnapshotFailed();
      answer.accept(withoutZxid());
    } else {
      rooms
          .lane()
          .execute(
              () ->
                  rooms
                      .snapshots()
                      .takeAndTell(
                          rooms.ensemble().snapshotImage(),
                          restoration.writer(),
                          (zxid, file) ->
                              rooms
                                  .background()
                                  .execute(() -> answer.accept(written(call, zxid, file)))));
    }
  }

  private CommandAnswer written(HttpCall call, long zxid, @Nullable Path file) {
    if (file == null) {
      metrics.onSnapshotFailed();
      return CommandAnswer.error(FAILED, "the snapshot could not be written, see the log");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("last_zxid", "0x" + Long.toHexString(zxid));
    try {
      headers.put("snapshot_size", Long.toString(Files.size(file)));
    } catch (IOException e) {
      log.error("snapshot is gone file={}", file, e);
      metrics.onSnapshotFailed();
      return CommandAnswer.error(FAILED, "the snapshot is gone, see the log");
    }
    boolean streaming = !"false".equalsIgnoreCase(call.parameter("streaming"));
    return new CommandAnswer(
        CommandAnswer.OK, new LinkedHashMap<>(), null, headers, streaming ? file : null);
  }

  private void restore(HttpCall call, Consumer<CommandAnswer> answer) {
    if (!config.restoreEnabled()) {
      answer.accept(CommandAnswer.error(UNAVAILABLE, "admin.restore.enabled is false"));
    } else if (!restoreLimit.tryTake()) {
      metrics.onRestoreLimited();
      answer.accept(CommandAnswer.error(TOO_MANY, null));
    } else if (!zxidInSnapshots) {
      metrics.onRestoreFailed();
      answer.accept(withoutZxid());
    } else {
      restoration.receive(call, outcome -> answer.accept(restored(outcome)));
    }
  }

  private CommandAnswer restored(Restoration.Outcome outcome) {
    if (outcome.error() == null) {
      return CommandAnswer.of("last_zxid", outcome.zxid());
    }
    metrics.onRestoreFailed();
    return CommandAnswer.error(outcome.empty() ? BAD_REQUEST : FAILED, outcome.error());
  }

  private static CommandAnswer withoutZxid() {
    return CommandAnswer.error(FAILED, "serializeLastProcessedZxid.enabled is false");
  }
}
