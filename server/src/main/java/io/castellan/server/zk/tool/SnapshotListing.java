package io.castellan.server.zk.tool;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the nodes of a snapshot with their stats, then its sessions. */
final class SnapshotListing implements SnapshotVisitor {
  /** As stock prints it, whatever the machine's language. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.US);

  private static final String SEPARATOR = "----";

  private final PrintStream out;
  private final boolean withContent;
  private final Map<Long, Integer> sessionTimeoutsMs = new LinkedHashMap<>();
  private final Map<Long, Integer> ephemeralCounts = new LinkedHashMap<>();

  /** The snapshot's, or that of a later transaction of which something is in it. */
  private long lastZxid;

  /**
   * @param withContent whether the data is printed, or only its length
   */
  SnapshotListing(PrintStream out, boolean withContent) {
    this.out = out;
    this.withContent = withContent;
  }

  @Override
  public void loadSession(long sessionId, int timeoutMs) {
    sessionTimeoutsMs.put(sessionId, timeoutMs);
  }

  @Override
  public void beginLoad(long zxid) {
    lastZxid = zxid;
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    if (sessionTimeoutsMs.containsKey(stat.ephemeralOwner())) {
      ephemeralCounts.merge(stat.ephemeralOwner(), 1, Integer::sum);
    }
    lastZxid = Math.max(lastZxid, Math.max(stat.mzxid(), stat.pzxid()));
    out.println(SEPARATOR);
    out.println(path);
    out.println("  cZxid = " + padded(stat.czxid()));
    out.println("  ctime = " + date(stat.ctimeMs()));
    out.println("  mZxid = " + padded(stat.mzxid()));
    out.println("  mtime = " + date(stat.mtimeMs()));
    out.println("  pZxid = " + padded(stat.pzxid()));
    out.println("  cversion = " + stat.cversion());
    out.println("  dataVersion = " + stat.version());
    out.println("  aclVersion = " + stat.aversion());
    out.println("  ephemeralOwner = " + padded(stat.ephemeralOwner()));
    if (withContent) {
      out.println("  data = " + (data == null ? "" : Base64.getEncoder().encodeToString(data)));
    } else {
      out.println("  dataLength = " + (data == null ? 0 : data.length));
    }
  }

  @Override
  public void endLoad() {
    out.println(SEPARATOR);
    out.println("Session Details (sid, timeout, ephemeralCount):");
    sessionTimeoutsMs.forEach(
        (id, timeoutMs) ->
            out.println(
                padded(id) + ", " + timeoutMs + ", " + ephemeralCounts.getOrDefault(id, 0)));
    out.println(SEPARATOR);
    out.println("Last zxid: 0x" + Long.toHexString(lastZxid));
  }

  private static String date(long timeMs) {
    return DATE.format(Instant.ofEpochMilli(timeMs).atZone(ZoneId.systemDefault()));
  }

  private static String padded(long value) {
    return "0x%014x".formatted(value);
  }
}
