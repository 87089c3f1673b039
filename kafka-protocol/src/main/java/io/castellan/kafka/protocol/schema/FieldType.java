package io.castellan.kafka.protocol.schema;

/** What a field is on the wire. */
public sealed interface FieldType {

  /**
   * The fewest bytes that a value takes, which bounds how many of them can follow.
   *
   * @param flexible whether lengths are compact
   */
  int leastBytes(boolean flexible);

  /** A single value. */
  enum Scalar implements FieldType {
    /** One byte; anything but zero is true. */
    BOOLEAN(1, 1),
    /** One byte, signed. */
    INT8(1, 1),
    /** Two bytes, signed. */
    INT16(2, 2),
    /** Two bytes, unsigned: an int in Java. */
    UINT16(2, 2),
    /** Four bytes, signed. */
    INT32(4, 4),
    /** Eight bytes, signed. */
    INT64(8, 8),
    /** Eight bytes, IEEE 754. */
    FLOAT64(8, 8),
    /** Sixteen bytes. */
    UUID(16, 16),
    /** UTF-8 behind an int16 or compact length. */
    STRING(2, 1),
    /** Bytes behind an int32 or compact length, copied when read. */
    BYTES(4, 1),
    /** Record batches behind an int32 or compact length, never copied. */
    RECORDS(4, 1);

    private final int leastBytes;
    private final int leastFlexibleBytes;

    Scalar(int leastBytes, int leastFlexibleBytes) {
      this.leastBytes = leastBytes;
      this.leastFlexibleBytes = leastFlexibleBytes;
    }

    @Override
    public int leastBytes(boolean flexible) {
      return flexible ? leastFlexibleBytes : leastBytes;
    }
  }

  /**
   * Any number of values behind an int32 or compact count.
   *
   * @param element what each of them is
   */
  record ArrayOf(FieldType element) implements FieldType {
    @Override
    public int leastBytes(boolean flexible) {
      return flexible ? 1 : 4;
    }
  }

  /**
   * A structure of fields.
   *
   * @param schema its fields, in the version of the message around it
   */
  record Struct(MessageSchema schema) implements FieldType {
    @Override
    public int leastBytes(boolean flexible) {
      return schema.leastBytes();
    }
  }
}
