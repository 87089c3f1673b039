package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.DecodeException;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The few loops and checks that a compiled codec is held together by. */
final class CompiledParts {

  private CompiledParts() {}

  static @Nullable List<Object> readList(
      MethodHandle element, int leastElementBytes, boolean compact, WireReader in)
      throws Throwable {
    int count =
        compact
            ? in.readCompactArrayLength(leastElementBytes)
            : in.readArrayLength(leastElementBytes);
    if (count <= 0) {
      return count == 0 ? List.of() : null;
    }
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = required((Object) element.invokeExact(in));
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** As {@link #readList}, for the replicas and partitions that large answers are full of. */
  static @Nullable List<Object> readInts(boolean compact, WireReader in) {
    int count =
        compact ? in.readCompactArrayLength(Integer.BYTES) : in.readArrayLength(Integer.BYTES);
    if (count <= 0) {
      return count == 0 ? List.of() : null;
    }
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readInt();
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  static @Nullable Object readNullable(MethodHandle struct, WireReader in) throws Throwable {
    return in.readByte() < 0 ? null : (Object) struct.invokeExact(in);
  }

  static Object required(@Nullable Object value) {
    if (value == null) {
      throw new DecodeException("null (expected: a value)");
    }
    return value;
  }

  static void skipTags(WireReader in) {
    for (int tags = in.readUnsignedVarint(); tags != 0; tags--) {
      in.readUnsignedVarint();
      in.skip(in.readTagSize());
    }
  }

  /**
   * All components' values, of which only those of tagged fields count. The defaults are shared:
   * nobody writes to the result.
   */
  static @Nullable Object[] readTags(
      MessageSchema schema, @Nullable Object[] defaults, WireReader in) {
    int tags = in.readUnsignedVarint();
    if (tags == 0) {
      return defaults;
    }
    @Nullable Object[] values = defaults.clone();
    InterpretedCodec.readTags(schema, values, tags, in);
    return values;
  }

  static @Nullable Object pick(int index, @Nullable Object[] values) {
    return values[index];
  }

  static void writeList(
      MethodHandle element, boolean compact, WireWriter out, @Nullable List<?> values)
      throws Throwable {
    int count = values == null ? -1 : values.size();
    if (compact) {
      out.writeCompactArrayLength(count);
    } else {
      out.writeArrayLength(count);
    }
    for (int i = 0; i < count; i++) {
      Object value = Objects.requireNonNull(Objects.requireNonNull(values).get(i));
      element.invokeExact(value, out);
    }
  }

  static void writeInts(boolean compact, WireWriter out, @Nullable List<?> values) {
    int count = values == null ? -1 : values.size();
    if (compact) {
      out.writeCompactArrayLength(count);
    } else {
      out.writeArrayLength(count);
    }
    for (int i = 0; i < count; i++) {
      out.writeInt((Integer) Objects.requireNonNull(Objects.requireNonNull(values).get(i)));
    }
  }

  static void writeNullable(MethodHandle struct, WireWriter out, @Nullable Object value)
      throws Throwable {
    out.writeByte((byte) (value == null ? -1 : 1));
    if (value != null) {
      struct.invokeExact(value, out);
    }
  }

  static Object required(MessageSchema schema, FieldSchema field, @Nullable Object value) {
    if (value == null) {
      throw InterpretedCodec.unexpectedNull(schema, field);
    }
    return value;
  }

  static void requireDefault(MessageSchema schema, FieldSchema field, @Nullable Object value) {
    InterpretedCodec.requireDefault(schema, field, value);
  }

  static int set(@Nullable Object defaultValue, @Nullable Object value) {
    return Objects.equals(value, defaultValue) ? 0 : 1;
  }

  static int sum(int left, int right) {
    return left + right;
  }

  static void writeTags(MessageSchema schema, int count, Object message, WireWriter out) {
    out.writeUnsignedVarint(count);
    if (count > 0) {
      InterpretedCodec.writeTags(schema, message, out);
    }
  }
}
