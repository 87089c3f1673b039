package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of a batch's body. Their ids are bits 0 to 2 of the attributes, their names the values
 * of {@code compression.type}.
 *
 * <p>Touching this enum loads no codec: each one's class is named only where a stream is opened.
 */
public enum Compression {
  /** The body as it is. */
  NONE(0, "none"),
  /** A gzip member (RFC 1952), or several one after another. */
  GZIP(1, "gzip"),
  /**
   * Snappy blocks in the framing of snappy-java; a bare block, as other clients send it, is read
   * too.
   */
  SNAPPY(2, "snappy"),
  /** An LZ4 frame of independent blocks. */
  LZ4(3, "lz4"),
  /** A Zstandard frame (RFC 8878), KIP-110. */
  ZSTD(4, "zstd");

  private static final Compression[] BY_ID = values();

  private final int id;
  private final String codecName;

  Compression(int id, String codecName) {
    this.id = id;
    this.codecName = codecName;
  }

  /** The codec of an id, or null if there is none. */
  public static @Nullable Compression ofId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /**
   * The codec of a name in a configuration, or null if there is none; {@code uncompressed} is
   * another word for none.
   */
  public static @Nullable Compression ofName(String name) {
    if (name.equals("uncompressed")) {
      return NONE;
    }
    for (Compression codec : BY_ID) {
      if (codec.codecName.equals(name)) {
        return codec;
      }
    }
    return null;
  }

  /** Ends the reading of a batch that may not have been read to its end. */
  static void closeStream(@Nullable InputStream open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // A stream over memory that is being dropped: whatever it still had to say is of no
        // interest.
        return;
      }
    }
  }

  /** The id in the attributes: 0 to 4. */
  public int id() {
    return id;
  }

  /** The name in configurations. */
  public String codecName() {
    return codecName;
  }

  /**
   * A stream of what a compressed region expands to. It holds a few blocks at a time, however much
   * the region promises, and reads the region without moving the buffer's indices. Close it: some
   * codecs keep native memory.
   *
   * @param buffer holds the region
   * @param index where it begins, an absolute index
   * @param length its size in bytes
   * @throws IOException if the region does not begin as this codec begins; reading throws it too
   */
  public InputStream newInputStream(ByteBuf buffer, int index, int length) throws IOException {
    return newInputStream(buffer, index, length, RecordBatch.MAGIC);
  }

  /**
   * As {@link #newInputStream(ByteBuf, int, int)}, for a region inside an entry of any magic: LZ4
   * frames in magic 0 have a checksum of their own kind (KAFKA-3160).
   */
  public InputStream newInputStream(ByteBuf buffer, int index, int length, int magic)
      throws IOException {
    InputStream in = new ByteBufInputStream(buffer.slice(index, length));
    return switch (this) {
      case NONE -> in;
      case GZIP -> GzipCodec.newInputStream(in);
      case SNAPPY -> SnappyCodec.newInputStream(buffer, index, length);
      case LZ4 -> new Lz4InputStream(buffer, index, length, magic > 0);
      case ZSTD -> ZstdCodec.newInputStream(in);
    };
  }

  /**
   * A stream that appends to a buffer what is written to it, compressed as stock clients do at
   * their default level. Closing it ends the frame.
   */
  public OutputStream newOutputStream(ByteBuf out) throws IOException {
    return newOutputStream(out, defaultLevel());
  }

  /**
   * A stream that appends to a buffer what is written to it, compressed. Closing it ends the frame.
   *
   * @param level as the keys {@code compression.<codec>.level} mean it (KIP-390): gzip -1 or 1 to
   *     9, lz4 1 to 17, zstd -131072 to 22; the other codecs have none
   */
  public OutputStream newOutputStream(ByteBuf out, int level) throws IOException {
    return newOutputStream(out, level, RecordBatch.MAGIC);
  }

  /**
   * As {@link #newOutputStream(ByteBuf, int)}, for the body of an entry of any magic: LZ4 frames in
   * magic 0 have a checksum of their own kind (KAFKA-3160).
   */
  public OutputStream newOutputStream(ByteBuf out, int level, int magic) throws IOException {
    OutputStream sink = new ByteBufOutputStream(out);
    return switch (this) {
      case NONE -> sink;
      case GZIP -> GzipCodec.newOutputStream(sink, level);
      case SNAPPY -> new SnappyOutputStream(out);
      case LZ4 -> new Lz4OutputStream(out, level, magic > 0);
      case ZSTD -> ZstdCodec.newOutputStream(sink, level);
    };
  }

  /** The level that a producer uses unless told otherwise; 0 where the codec has none. */
  public int defaultLevel() {
    return switch (this) {
      case NONE, SNAPPY -> 0;
      case GZIP -> -1;
      case LZ4 -> 9;
      case ZSTD -> 3;
    };
  }
}
