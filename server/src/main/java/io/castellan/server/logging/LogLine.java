package io.castellan.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * The form of a line: {@code 2026-01-31 23:59:59,123 INFO [thread] Logger - message}, with a stack
 * trace below it.
 *
 * <p>Written out by hand: logback's pattern layout needs its parser and a DateTimeFormatter, which
 * a start pays for.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final int TYPICAL_LENGTH = 160;
  private final ZoneId zone = ZoneId.systemDefault();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(TYPICAL_LENGTH);
    time(line, event.getTimeStamp());
    String level = event.getLevel().toString();
    line.append(' ')
        .append(level)
        .append(level.length() < 5 ? "  [" : " [")
        .append(event.getThreadName())
        .append("] ");
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length());
    line.append(" - ").append(event.getFormattedMessage()).append(System.lineSeparator());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString();
  }

  private void time(StringBuilder line, long millis) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
    line.append(time.getYear()).append('-');
    padded(line, time.getMonthValue(), 2).append('-');
    padded(line, time.getDayOfMonth(), 2).append(' ');
    padded(line, time.getHour(), 2).append(':');
    padded(line, time.getMinute(), 2).append(':');
    padded(line, time.getSecond(), 2).append(',');
    padded(line, (int) (millis % 1000), 3);
  }

  private static StringBuilder padded(StringBuilder line, int number, int digits) {
    String text = Integer.toString(number);
    for (int i = text.length(); i < digits; i++) {
      line.append('0');
    }
    return line.append(text);
  }
}
