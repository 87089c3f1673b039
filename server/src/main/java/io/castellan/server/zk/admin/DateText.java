package io.castellan.server.zk.admin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as stock shows them: {@code Sat Jan 31 23:59:59 UTC 2026}. */
public final class DateText {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private DateText() {}

  /**
   * A moment.
   *
   * @param wallMs milliseconds since 1970
   */
  public static String of(long wallMs) {
    return DATE.format(Instant.ofEpochMilli(wallMs));
  }
}
