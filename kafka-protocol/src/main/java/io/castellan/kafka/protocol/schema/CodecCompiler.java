package io.castellan.kafka.protocol.schema;

import static java.lang.invoke.MethodType.methodType;

import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a schema into one method handle per direction, a tree whose leaves are the methods of
 * {@link WireReader} and {@link WireWriter}, the accessors and the canonical constructors. The JIT
 * sees through the whole tree, so that what it makes of it is what it would make of hand-written
 * code.
 *
 * <p>Reading folds from the outside in: the handle for field 0 is the outermost combiner and thus
 * runs first, the constructor innermost and last. Tagged fields have no order of their own, so they
 * arrive as one array, from which each is picked.
 */
final class CodecCompiler {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType STEP = methodType(void.class, Object.class, WireWriter.class);

  private CodecCompiler() {}

  /** A handle that reads the message: {@code (WireReader)Object}. */
  static MethodHandle reader(MessageSchema schema) {
    try {
      return structReader(schema).asType(methodType(Object.class, WireReader.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(schema + ": cannot be compiled", e);
    }
  }

  /** A handle that writes the message: {@code (Object, WireWriter)void}. */
  static MethodHandle writer(MessageSchema schema) {
    try {
      return structWriter(schema);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(schema + ": cannot be compiled", e);
    }
  }

  /** {@code (WireReader)R}. */
  private static MethodHandle structReader(MessageSchema schema)
      throws ReflectiveOperationException {
    MethodHandle build = LOOKUP.unreflectConstructor(schema.constructor());
    List<FieldSchema> fields = schema.fields();
    for (int i = fields.size() - 1; i >= 0; i--) {
      FieldSchema field = fields.get(i);
      if (!field.present()) {
        build = MethodHandles.insertArguments(build, i, field.defaultValue());
      }
    }
    // (fixed and tagged, in component order)R becomes (fixed..., Object[] tags, WireReader)R.
    build = pickTagged(schema, build);
    int fixedCount = schema.fixed().size();
    if (!schema.tagged().isEmpty()) {
      MethodHandle tags =
          part("readTags", Object[].class, MessageSchema.class, Object[].class, WireReader.class);
      build =
          MethodHandles.foldArguments(
              build, fixedCount, MethodHandles.insertArguments(tags, 0, schema, schema.defaults()));
    } else if (schema.flexible()) {
      build =
          MethodHandles.foldArguments(
              build, fixedCount, part("skipTags", void.class, WireReader.class));
    }
    for (int i = fixedCount - 1; i >= 0; i--) {
      build = MethodHandles.foldArguments(build, i, fieldReader(schema, schema.fixed().get(i)));
    }
    return build;
  }

  private static MethodHandle pickTagged(MessageSchema schema, MethodHandle build)
      throws ReflectiveOperationException {
    int fixedCount = schema.fixed().size();
    boolean anyTags = !schema.tagged().isEmpty();
    List<Class<?>> shape = new ArrayList<>();
    schema.fixed().forEach(field -> shape.add(field.accessor().getReturnType()));
    if (anyTags) {
      shape.add(Object[].class);
    }
    shape.add(WireReader.class);
    List<FieldSchema> present = schema.fields().stream().filter(FieldSchema::present).toList();
    int[] order = new int[present.size()];
    int nextFixed = 0;
    MethodHandle picked = build;
    for (int i = 0; i < present.size(); i++) {
      FieldSchema field = present.get(i);
      if (!field.isTagged()) {
        order[i] = nextFixed++;
        continue;
      }
      order[i] = fixedCount;
      MethodHandle pick = part("pick", Object.class, int.class, Object[].class);
      pick = MethodHandles.insertArguments(pick, 0, field.index());
      picked =
          MethodHandles.filterArguments(
              picked, i, pick.asType(methodType(field.accessor().getReturnType(), Object[].class)));
    }
    return MethodHandles.permuteArguments(picked, methodType(schema.type(), shape), order);
  }

  /** {@code (WireReader)T}, where T is the component's type. */
  private static MethodHandle fieldReader(MessageSchema schema, FieldSchema field)
      throws ReflectiveOperationException {
    MethodHandle read = valueReader(field.type(), field.nullable(), schema.flexible());
    Class<?> type = field.accessor().getReturnType();
    if (!type.isPrimitive() && !field.nullable()) {
      MethodHandle required = part("required", Object.class, Object.class);
      read =
          MethodHandles.filterReturnValue(
              read, required.asType(methodType(type, read.type().returnType())));
    }
    return read.asType(methodType(type, WireReader.class));
  }

  private static MethodHandle valueReader(FieldType type, boolean nullable, boolean compact)
      throws ReflectiveOperationException {
    if (type instanceof FieldType.ArrayOf array) {
      if (array.element() == FieldType.Scalar.INT32) {
        MethodHandle ints = part("readInts", List.class, boolean.class, WireReader.class);
        return MethodHandles.insertArguments(ints, 0, compact);
      }
      MethodHandle element =
          valueReader(array.element(), false, compact)
              .asType(methodType(Object.class, WireReader.class));
      MethodHandle list =
          part(
              "readList",
              List.class,
              MethodHandle.class,
              int.class,
              boolean.class,
              WireReader.class);
      return MethodHandles.insertArguments(
          list, 0, element, array.element().leastBytes(compact), compact);
    }
    if (type instanceof FieldType.Struct struct) {
      MethodHandle read = structReader(struct.schema());
      if (!nullable) {
        return read;
      }
      MethodHandle maybe = part("readNullable", Object.class, MethodHandle.class, WireReader.class);
      return MethodHandles.insertArguments(
              maybe, 0, read.asType(methodType(Object.class, WireReader.class)))
          .asType(read.type());
    }
    return switch ((FieldType.Scalar) type) {
      case BOOLEAN -> readMethod("readBoolean", boolean.class);
      case INT8 -> readMethod("readByte", byte.class);
      case INT16 -> readMethod("readShort", short.class);
      case UINT16 -> readMethod("readUnsignedShort", int.class);
      case INT32 -> readMethod("readInt", int.class);
      case INT64 -> readMethod("readLong", long.class);
      case FLOAT64 -> readMethod("readDouble", double.class);
      case UUID -> readMethod("readUuid", Uuid.class);
      case STRING -> readMethod(compact ? "readCompactString" : "readString", String.class);
      case BYTES -> readMethod(compact ? "readCompactBytes" : "readBytes", Bytes.class);
      case RECORDS ->
          readMethod(compact ? "readCompactRecords" : "readRecords", RecordsPayload.class);
    };
  }

  /** {@code (Object, WireWriter)void}: the checks, the fixed fields, the tagged section. */
  private static MethodHandle structWriter(MessageSchema schema)
      throws ReflectiveOperationException {
    List<MethodHandle> steps = new ArrayList<>();
    for (FieldSchema field : schema.unwritable()) {
      MethodHandle check =
          part("requireDefault", void.class, MessageSchema.class, FieldSchema.class, Object.class);
      check = MethodHandles.insertArguments(check, 0, schema, field);
      check = MethodHandles.filterArguments(check, 0, boxedAccessor(field));
      steps.add(MethodHandles.dropArguments(check, 1, WireWriter.class));
    }
    for (FieldSchema field : schema.fixed()) {
      steps.add(fieldWriter(schema, field));
    }
    if (schema.flexible()) {
      steps.add(tagWriter(schema));
    }
    MethodHandle all = MethodHandles.empty(STEP);
    for (int i = steps.size() - 1; i >= 0; i--) {
      all = i == steps.size() - 1 ? steps.get(i) : MethodHandles.foldArguments(all, steps.get(i));
    }
    return all;
  }

  private static MethodHandle fieldWriter(MessageSchema schema, FieldSchema field)
      throws ReflectiveOperationException {
    MethodHandle write = valueWriter(field.type(), field.nullable(), schema.flexible());
    Class<?> taken = write.type().parameterType(1);
    MethodHandle get = LOOKUP.unreflect(field.accessor()).asType(methodType(taken, Object.class));
    if (!taken.isPrimitive() && !field.nullable()) {
      MethodHandle required =
          part("required", Object.class, MessageSchema.class, FieldSchema.class, Object.class);
      required = MethodHandles.insertArguments(required, 0, schema, field);
      get = MethodHandles.filterReturnValue(get, required.asType(methodType(taken, taken)));
    }
    return swapped(MethodHandles.filterArguments(write, 1, get));
  }

  /** {@code (WireWriter, T)void}. */
  private static MethodHandle valueWriter(FieldType type, boolean nullable, boolean compact)
      throws ReflectiveOperationException {
    if (type instanceof FieldType.ArrayOf array) {
      if (array.element() == FieldType.Scalar.INT32) {
        MethodHandle ints =
            part("writeInts", void.class, boolean.class, WireWriter.class, List.class);
        return MethodHandles.insertArguments(ints, 0, compact);
      }
      MethodHandle element = swapped(asObject(valueWriter(array.element(), false, compact)));
      MethodHandle list =
          part(
              "writeList",
              void.class,
              MethodHandle.class,
              boolean.class,
              WireWriter.class,
              List.class);
      return MethodHandles.insertArguments(list, 0, element, compact);
    }
    if (type instanceof FieldType.Struct struct) {
      MethodHandle write = structWriter(struct.schema());
      if (!nullable) {
        return swapped(write);
      }
      MethodHandle maybe =
          part("writeNullable", void.class, MethodHandle.class, WireWriter.class, Object.class);
      return MethodHandles.insertArguments(maybe, 0, write);
    }
    return switch ((FieldType.Scalar) type) {
      case BOOLEAN -> writeMethod("writeBoolean", boolean.class);
      case INT8 -> writeMethod("writeByte", byte.class);
      case INT16 -> writeMethod("writeShort", short.class);
      case UINT16 -> writeMethod("writeUnsignedShort", int.class);
      case INT32 -> writeMethod("writeInt", int.class);
      case INT64 -> writeMethod("writeLong", long.class);
      case FLOAT64 -> writeMethod("writeDouble", double.class);
      case UUID -> writeMethod("writeUuid", Uuid.class);
      case STRING -> writeMethod(compact ? "writeCompactString" : "writeString", String.class);
      case BYTES -> writeMethod(compact ? "writeCompactBytes" : "writeBytes", Bytes.class);
      case RECORDS ->
          writeMethod(compact ? "writeCompactRecords" : "writeRecords", RecordsPayload.class);
    };
  }

  /**
   * Counts the fields that are not at their default; the common answer, none, is written at once.
   */
  private static MethodHandle tagWriter(MessageSchema schema) throws ReflectiveOperationException {
    MethodHandle count =
        MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, Object.class);
    for (FieldSchema field : schema.tagged()) {
      MethodHandle set = part("set", int.class, Object.class, Object.class);
      set = MethodHandles.insertArguments(set, 0, field.defaultValue());
      set = MethodHandles.filterArguments(set, 0, boxedAccessor(field));
      // (int, Object)int, then the count so far goes in front.
      MethodHandle sum =
          MethodHandles.filterArguments(part("sum", int.class, int.class, int.class), 1, set);
      count = MethodHandles.foldArguments(sum, count);
    }
    MethodHandle write =
        part(
            "writeTags",
            void.class,
            MessageSchema.class,
            int.class,
            Object.class,
            WireWriter.class);
    return MethodHandles.foldArguments(MethodHandles.insertArguments(write, 0, schema), count);
  }

  private static MethodHandle boxedAccessor(FieldSchema field) throws ReflectiveOperationException {
    return LOOKUP.unreflect(field.accessor()).asType(methodType(Object.class, Object.class));
  }

  private static MethodHandle asObject(MethodHandle write) {
    return write.asType(methodType(void.class, WireWriter.class, Object.class));
  }

  /** {@code (WireWriter, Object)void} to {@code (Object, WireWriter)void} and back. */
  private static MethodHandle swapped(MethodHandle write) {
    MethodType type = write.type();
    return MethodHandles.permuteArguments(
        write, methodType(void.class, type.parameterType(1), type.parameterType(0)), 1, 0);
  }

  private static MethodHandle readMethod(String name, Class<?> type)
      throws ReflectiveOperationException {
    return LOOKUP.findVirtual(WireReader.class, name, methodType(type));
  }

  private static MethodHandle writeMethod(String name, Class<?> type)
      throws ReflectiveOperationException {
    return LOOKUP.findVirtual(WireWriter.class, name, methodType(void.class, type));
  }

  private static MethodHandle part(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.findStatic(CompiledParts.class, name, methodType(result, parameters));
  }
}
