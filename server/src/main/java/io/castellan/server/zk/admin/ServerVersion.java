package io.castellan.server.zk.admin;

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
  private static final String PROTOCOL = "3.9.6";
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Such as {@code 3.9.6-castellan-0.1.0, built on 2026-01-31 12:00 UTC}. */
  public static final String TEXT =
      PROTOCOL + "-castellan" + release() + ", built on " + MINUTES.format(builtAt());

  private ServerVersion() {}

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
