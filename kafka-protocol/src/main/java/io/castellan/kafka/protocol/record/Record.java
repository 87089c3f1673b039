package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view over one record of a batch of magic 2: what {@link RecordReader} stands on. Valid until
 * the reader moves on; the slices that it hands out are no longer valid then either.
 *
 * <pre>
 * length varint | attributes int8 = 0 | timestampDelta varlong | offsetDelta varint
 * | keyLength varint (-1 null), key | valueLength varint (-1 null), value
 * | headerCount varint, each: keyLength varint, key UTF-8, valueLength varint (-1 null), value
 * </pre>
 */
@SuppressWarnings("JavaLangClash") // The protocol's own word; nothing here means the language's.
public final class Record {
  ByteBuf window = Unpooled.EMPTY_BUFFER;
  int offsetDelta;
  long offset;
  long timestamp;
  int sizeInBytes;
  int keySize;
  int keyIndex;
  int valueSize;
  int valueIndex;
  int headersIndex;
  int headerCount;
  int endIndex;

  Record() {}

  /** The record's place in the partition. */
  public long offset() {
    return offset;
  }

  /** The offset minus the batch's base offset, as it is stored. */
  public int offsetDelta() {
    return offsetDelta;
  }

  /** When it was made, or appended, in ms; -1 if unknown. */
  public long timestamp() {
    return timestamp;
  }

  /** Its size in the (expanded) body, with the length field. */
  public int sizeInBytes() {
    return sizeInBytes;
  }

  /** The size of the key in bytes; -1 if there is none. */
  public int keySize() {
    return keySize;
  }

  /**
   * The size of the value in bytes; -1 if it is null, which is a tombstone where the topic is
   * compacted.
   */
  public int valueSize() {
    return valueSize;
  }

  /** How many headers it has. */
  public int headerCount() {
    return headerCount;
  }

  /** The key, not copied and not retained, or null; only if the reader reads whole records. */
  public @Nullable ByteBuf key() {
    return keySize < 0 ? null : window.slice(keyIndex, keySize);
  }

  /** The value, not copied and not retained, or null; only if the reader reads whole records. */
  public @Nullable ByteBuf value() {
    return valueSize < 0 ? null : window.slice(valueIndex, valueSize);
  }

  /** The headers in their order, copied out; only if the reader reads whole records. */
  public List<RecordHeader> headers() {
    if (headerCount == 0) {
      return List.of();
    }
    // The reader has walked them already: lengths are right and the count is no larger than the
    // record.
    List<RecordHeader> headers = new ArrayList<>(headerCount);
    ByteBuf in = window.duplicate().readerIndex(headersIndex);
    try {
      for (int i = 0; i < headerCount; i++) {
        String key = in.readCharSequence(Varint.readInt(in), StandardCharsets.UTF_8).toString();
        int size = Varint.readInt(in);
        byte[] value = null;
        if (size >= 0) {
          value = new byte[size];
          in.readBytes(value);
        }
        headers.add(new RecordHeader(key, value));
      }
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("headers changed under their record", e);
    }
    return headers;
  }

  @Override
  public String toString() {
    return "Record(offset="
        + offset
        + ", timestamp="
        + timestamp
        + ", key="
        + keySize
        + " bytes, value="
        + valueSize
        + " bytes)";
  }
}
