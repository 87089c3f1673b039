package io.castellan.server.kafka.znodes;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code /controller_epoch}: how many controllers there have been, as decimal text. Its data
 * version fences: every write of a controller checks it.
 */
public final class ControllerEpochZnode {
  /** Its path. */
  public static final String PATH = "/controller_epoch";

  /** The epoch before the first controller. */
  public static final int INITIAL = 0;

  private ControllerEpochZnode() {}

  /** The contents. */
  public static byte[] write(int epoch) {
    return Integer.toString(epoch).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the contents. */
  public static int read(byte @Nullable [] data) {
    String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ZnodeFormatException(PATH, text + "; expected: a number");
    }
  }
}
