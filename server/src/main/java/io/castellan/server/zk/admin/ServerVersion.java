package io.castellan.server.zk.admin;

import io.castellan.server.config.TextRelease;
import java.io.File;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The version that this server tells: first the ZooKeeper release whose protocol, disk format and
 * texts it speaks, which is what tools compare, then what it is.
 */
public final class ServerVersion {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter OLD_MINUTES =
      DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Such as {@code 3.9.6-castellan-0.1.0, built on 2026-01-31 12:00 UTC}. */
  public static final String TEXT = in(TextRelease.R3_9);

  private ServerVersion() {}

  /** The same, as if it were of that release. */
  static String in(TextRelease texts) {
    DateTimeFormatter minutes = texts.isFrom(TextRelease.R3_9) ? MINUTES : OLD_MINUTES;
    return texts.version() + "-castellan" + release() + ", built on " + minutes.format(builtAt());
  }

  private static String release() {
    String version = ServerVersion.class.getPackage().getImplementationVersion();
    return version == null ? "" : "-" + version;
  }

  private static Instant builtAt() {
    CodeSource source = ServerVersion.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Instant.EPOCH
          : Instant.ofEpochMilli(new File(source.getLocation().toURI()).lastModified());
    } catch (URISyntaxException | IllegalArgumentException notAFile) {
      return Instant.EPOCH;
    }
  }
}
