package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.Nullable;

/**
 * {@code /log_dir_event_notification/log_dir_event_<n>}: a broker's word to the controller that one
 * of its log directories has failed (KIP-112).
 */
public final class LogDirEventZnode {
  /** The parent of the notifications. */
  public static final String PARENT = "/log_dir_event_notification";

  /** What a notification's path starts with. */
  public static final String PREFIX = PARENT + "/log_dir_event_";

  private static final int FAILURE = 1;

  private LogDirEventZnode() {}

  /** The contents. */
  public static byte[] write(int brokerId) {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 1);
          json.writeNumberField("broker", brokerId);
          json.writeNumberField("event", FAILURE);
        });
  }

  /** Reads the id of the broker with the failed directory. */
  public static int read(String path, byte @Nullable [] data) {
    return JsonObject.parse(path, data).intValue("broker");
  }
}
