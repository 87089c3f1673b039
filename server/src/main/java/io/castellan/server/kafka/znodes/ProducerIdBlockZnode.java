package io.castellan.server.kafka.znodes;

import org.jspecify.annotations.Nullable;

/**
 * {@code /latest_producer_id_block}: the last block of producer ids that was handed out.
 *
 * @param brokerId who got it
 * @param first its first id
 * @param last its last id, inclusive
 */
public record ProducerIdBlockZnode(int brokerId, long first, long last) {
  /** Its path. */
  public static final String PATH = "/latest_producer_id_block";

  /** How many ids a block has. */
  public static final int BLOCK_SIZE = 1000;

  /**
   * The block after this one.
   *
   * @param current null when none was handed out yet
   * @throws ArithmeticException when there are no ids left
   */
  public static ProducerIdBlockZnode next(@Nullable ProducerIdBlockZnode current, int brokerId) {
    long first = current == null ? 0 : Math.addExact(current.last, 1);
    return new ProducerIdBlockZnode(brokerId, first, Math.addExact(first, BLOCK_SIZE - 1));
  }

  /** The contents. */
  public byte[] write() {
    return JsonText.object(
        json -> {
          json.writeNumberField("version", 1);
          json.writeNumberField("broker", brokerId);
          json.writeStringField("block_start", Long.toString(first));
          json.writeStringField("block_end", Long.toString(last));
        });
  }

  /** Reads the contents; null when none was handed out yet. */
  public static @Nullable ProducerIdBlockZnode read(byte @Nullable [] data) {
    if (data == null || data.length == 0) {
      return null;
    }
    JsonObject json = JsonObject.parse(PATH, data);
    return new ProducerIdBlockZnode(
        json.intValue("broker"), json.longValue("block_start"), json.longValue("block_end"));
  }
}
