package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.DecodeException;
import io.netty.buffer.ByteBuf;

/**
 * Reads and writes one message at one version. Immutable in effect; any thread may use it.
 *
 * @param <T> the record
 */
public interface Codec<T extends Record> {

  /** What is read and written. */
  MessageSchema schema();

  /**
   * Reads a message and leaves the buffer behind it. What follows is no error: stock brokers do not
   * look at it either.
   *
   * <p>Strings and {@code Bytes} are copies; records are views of the buffer, see {@link
   * RecordsPayload}. The buffer stays the caller's, and no reference to it is taken.
   *
   * @throws DecodeException when the bytes are no such message; the text names the field
   */
  T read(WireReader in);

  /** Reads a message from the buffer's reader index on; see {@link #read(WireReader)}. */
  default T read(ByteBuf in) {
    return read(new WireReader(in));
  }

  /**
   * Writes a message.
   *
   * @throws IllegalArgumentException when a field cannot be written at this version: null where the
   *     wire has no null, or not the default where the version lacks the field and it is not {@link
   *     Ignorable}
   */
  void write(T message, WireWriter out);

  /** Writes a message without records to a buffer; see {@link #write(Record, WireWriter)}. */
  default void write(T message, ByteBuf out) {
    WireWriter writer = new WireWriter(out);
    write(message, writer);
    if (!writer.insets().isEmpty()) {
      throw new IllegalArgumentException(schema() + ": has records (expected: OutboundFrame)");
    }
  }

  /** A guess at the size of the next message, for the first capacity of a buffer. */
  default int expectedBytes() {
    return 256;
  }
}
