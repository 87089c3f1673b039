package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.DecodeException;
import io.castellan.kafka.protocol.Uuid;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks the schema for every message. It costs nothing to build, it knows where it is when
 * something is wrong, and it is the oracle that the compiled codec is compared with.
 */
final class InterpretedCodec<T extends Record> implements Codec<T> {

  private final Class<T> type;
  private final MessageSchema schema;

  InterpretedCodec(Class<T> type, MessageSchema schema) {
    this.type = type;
    this.schema = schema;
  }

  @Override
  public MessageSchema schema() {
    return schema;
  }

  @Override
  public T read(WireReader in) {
    try {
      return type.cast(readStruct(schema, in));
    } catch (DecodeException e) {
      throw e.in(schema.toString());
    }
  }

  @Override
  public void write(T message, WireWriter out) {
    writeStruct(schema, message, out);
  }

  private static Object readStruct(MessageSchema schema, WireReader in) {
    @Nullable Object[] values = schema.defaults();
    for (FieldSchema field : schema.fixed()) {
      values[field.index()] = readField(schema, field, in);
    }
    if (schema.flexible()) {
      readTags(schema, values, in.readUnsignedVarint(), in);
    }
    return schema.construct(values);
  }

  /** Reads so many tagged fields into the values, passing over what this version does not know. */
  static void readTags(MessageSchema schema, @Nullable Object[] values, int count, WireReader in) {
    for (int left = count; left != 0; left--) {
      int tag = in.readUnsignedVarint();
      int size = in.readTagSize();
      FieldSchema field = schema.tagged(tag);
      if (field == null) {
        in.skip(size);
        continue;
      }
      int end = in.position() + size;
      values[field.index()] = readField(schema, field, in);
      if (in.position() != end) {
        throw new DecodeException(
                "length: " + size + " (expected: " + (size + in.position() - end) + ")")
            .in(field.name());
      }
    }
  }

  private static @Nullable Object readField(
      MessageSchema schema, FieldSchema field, WireReader in) {
    try {
      Object value = readValue(field.type(), field.nullable(), schema.flexible(), in);
      if (value == null && !field.nullable()) {
        throw new DecodeException("null (expected: a value)");
      }
      return value;
    } catch (DecodeException e) {
      throw e.in(field.name());
    }
  }

  private static @Nullable Object readValue(
      FieldType type, boolean nullable, boolean compact, WireReader in) {
    if (type instanceof FieldType.ArrayOf array) {
      return readArray(array.element(), compact, in);
    }
    if (type instanceof FieldType.Struct struct) {
      return nullable && in.readByte() < 0 ? null : readStruct(struct.schema(), in);
    }
    return switch ((FieldType.Scalar) type) {
      case BOOLEAN -> in.readBoolean();
      case INT8 -> in.readByte();
      case INT16 -> in.readShort();
      case UINT16 -> in.readUnsignedShort();
      case INT32 -> in.readInt();
      case INT64 -> in.readLong();
      case FLOAT64 -> in.readDouble();
      case UUID -> in.readUuid();
      case STRING -> compact ? in.readCompactString() : in.readString();
      case BYTES -> compact ? in.readCompactBytes() : in.readBytes();
      case RECORDS -> compact ? in.readCompactRecords() : in.readRecords();
    };
  }

  private static @Nullable List<Object> readArray(
      FieldType element, boolean compact, WireReader in) {
    int least = element.leastBytes(compact);
    int count = compact ? in.readCompactArrayLength(least) : in.readArrayLength(least);
    if (count < 0) {
      return null;
    }
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      try {
        Object value = readValue(element, false, compact, in);
        if (value == null) {
          throw new DecodeException("null (expected: a value)");
        }
        values.add(value);
      } catch (DecodeException e) {
        throw e.in("[" + i + "]");
      }
    }
    return Collections.unmodifiableList(values);
  }

  private static void writeStruct(MessageSchema schema, Object message, WireWriter out) {
    for (FieldSchema field : schema.unwritable()) {
      requireDefault(schema, field, value(field, message));
    }
    for (FieldSchema field : schema.fixed()) {
      writeField(schema, field, value(field, message), out);
    }
    if (schema.flexible()) {
      out.writeUnsignedVarint(countTags(schema, message));
      writeTags(schema, message, out);
    }
  }

  static void requireDefault(MessageSchema schema, FieldSchema field, @Nullable Object value) {
    if (!Objects.equals(value, field.defaultValue())) {
      throw new IllegalArgumentException(
          schema + ": " + field.name() + ": a value (expected: the default)");
    }
  }

  private static int countTags(MessageSchema schema, Object message) {
    int count = 0;
    for (FieldSchema field : schema.tagged()) {
      if (!Objects.equals(value(field, message), field.defaultValue())) {
        count++;
      }
    }
    return count;
  }

  /** Writes the tagged fields that do not have their default; their count has been written. */
  static void writeTags(MessageSchema schema, Object message, WireWriter out) {
    for (FieldSchema field : schema.tagged()) {
      Object value = value(field, message);
      if (!Objects.equals(value, field.defaultValue())) {
        int start = out.beginTag(field.tag());
        writeField(schema, field, value, out);
        out.endTag(start);
      }
    }
  }

  private static void writeField(
      MessageSchema schema, FieldSchema field, @Nullable Object value, WireWriter out) {
    if (value == null && !field.nullable()) {
      throw unexpectedNull(schema, field);
    }
    writeValue(field.type(), field.nullable(), schema.flexible(), value, out);
  }

  static IllegalArgumentException unexpectedNull(MessageSchema schema, FieldSchema field) {
    return new IllegalArgumentException(
        schema + ": " + field.name() + ": null (expected: a value)");
  }

  @SuppressWarnings("NullAway") // writeField refuses null where the type has none
  private static void writeValue(
      FieldType type, boolean nullable, boolean compact, @Nullable Object value, WireWriter out) {
    if (type instanceof FieldType.ArrayOf array) {
      writeArray(array.element(), compact, (List<?>) value, out);
    } else if (type instanceof FieldType.Struct struct) {
      if (nullable) {
        out.writeByte((byte) (value == null ? -1 : 1));
      }
      if (value != null) {
        writeStruct(struct.schema(), value, out);
      }
    } else {
      writeScalar((FieldType.Scalar) type, compact, value, out);
    }
  }

  @SuppressWarnings("NullAway") // only the last three types know null
  private static void writeScalar(
      FieldType.Scalar type, boolean compact, @Nullable Object value, WireWriter out) {
    switch (type) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT8 -> out.writeByte((Byte) value);
      case INT16 -> out.writeShort((Short) value);
      case UINT16 -> out.writeUnsignedShort((Integer) value);
      case INT32 -> out.writeInt((Integer) value);
      case INT64 -> out.writeLong((Long) value);
      case FLOAT64 -> out.writeDouble((Double) value);
      case UUID -> out.writeUuid((Uuid) value);
      case STRING -> {
        if (compact) {
          out.writeCompactString((String) value);
        } else {
          out.writeString((String) value);
        }
      }
      case BYTES -> {
        if (compact) {
          out.writeCompactBytes((Bytes) value);
        } else {
          out.writeBytes((Bytes) value);
        }
      }
      case RECORDS -> {
        if (compact) {
          out.writeCompactRecords((RecordsPayload) value);
        } else {
          out.writeRecords((RecordsPayload) value);
        }
      }
    }
  }

  private static void writeArray(
      FieldType element, boolean compact, @Nullable List<?> values, WireWriter out) {
    int count = values == null ? -1 : values.size();
    if (compact) {
      out.writeCompactArrayLength(count);
    } else {
      out.writeArrayLength(count);
    }
    if (values != null) {
      for (Object value : values) {
        writeValue(element, false, compact, Objects.requireNonNull(value), out);
      }
    }
  }

  static @Nullable Object value(FieldSchema field, Object message) {
    try {
      return field.accessor().invoke(message);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(field.name() + ": its accessor fails", e);
    }
  }
}
