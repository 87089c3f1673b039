package io.castellan.kafka.protocol;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A topic, directory or member id: 16 bytes on the wire, 22 characters of URL-safe base64 without
 * padding in text (KIP-516).
 *
 * @param mostSignificantBits the first eight bytes, big endian
 * @param leastSignificantBits the last eight bytes, big endian
 */
public record Uuid(long mostSignificantBits, long leastSignificantBits)
    implements Comparable<Uuid> {

  /** All bits zero: on the wire, the absence of an id. */
  public static final Uuid ZERO = new Uuid(0, 0);

  /** The length of the text form. */
  private static final int TEXT_LENGTH = 22;

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when the text is not 22 characters of URL-safe base64
   */
  public static Uuid parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      throw new IllegalArgumentException(
          "uuid: " + text + " (expected: " + TEXT_LENGTH + " characters of URL-safe base64)");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    return new Uuid(bytes.getLong(), bytes.getLong());
  }

  /** Whether this stands for the absence of an id. */
  public boolean isZero() {
    return mostSignificantBits == 0 && leastSignificantBits == 0;
  }

  /** Orders as the signed halves do, which is the order that stock sorts ids in. */
  @Override
  public int compareTo(Uuid other) {
    int byMost = Long.compare(mostSignificantBits, other.mostSignificantBits);
    return byMost != 0 ? byMost : Long.compare(leastSignificantBits, other.leastSignificantBits);
  }

  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(mostSignificantBits).putLong(leastSignificantBits).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
