package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a record's declaration: its components, their types and their annotations. */
final class SchemaReader {

  private final short version;
  private final boolean flexible;

  private SchemaReader(short version, boolean flexible) {
    this.version = version;
    this.flexible = flexible;
  }

  static MessageSchema read(Class<? extends Record> type, int version) {
    Api api = type.getAnnotation(Api.class);
    if (api != null) {
      ApiKey key = api.value();
      return read(type, version, key.minVersion(), key.maxVersion(), key.firstFlexibleVersion());
    }
    Versions versions = type.getAnnotation(Versions.class);
    if (versions != null) {
      return read(type, version, versions.first(), versions.last(), versions.flexibleSince());
    }
    throw new IllegalArgumentException(
        type.getName() + ": no message (expected: @Api or @Versions)");
  }

  private static MessageSchema read(
      Class<? extends Record> type, int version, int first, int last, int flexibleSince) {
    if (version < first || version > last) {
      throw new IllegalArgumentException(
          type.getName() + ": version: " + version + " (expected: " + first + " to " + last + ")");
    }
    return new SchemaReader((short) version, version >= flexibleSince).struct(type);
  }

  private MessageSchema struct(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<FieldSchema> fields = new ArrayList<>(components.length);
    for (int i = 0; i < components.length; i++) {
      fields.add(field(components[i], i));
    }
    return new MessageSchema(type, canonical(type, components), version, flexible, fields);
  }

  private FieldSchema field(RecordComponent component, int index) {
    Since since = component.getAnnotation(Since.class);
    Until until = component.getAnnotation(Until.class);
    Tag tag = component.getAnnotation(Tag.class);
    Default text = component.getAnnotation(Default.class);
    NullableSince nullableSince = component.getAnnotation(NullableSince.class);
    boolean nullableInJava = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    FieldType type = type(component, component.getAnnotatedType(), component.getGenericType());
    return new FieldSchema(
        component.getName(),
        index,
        type,
        (since == null || version >= since.value()) && (until == null || version < until.value()),
        nullableInJava && (nullableSince == null || version >= nullableSince.value()),
        tag == null ? -1 : tag.value(),
        defaultValue(type, text == null ? null : text.value()),
        component.isAnnotationPresent(Ignorable.class),
        component.getAccessor());
  }

  private FieldType type(RecordComponent component, AnnotatedType annotated, Type generic) {
    if (generic instanceof ParameterizedType list && list.getRawType() == List.class) {
      AnnotatedType element =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
      return new FieldType.ArrayOf(type(component, element, list.getActualTypeArguments()[0]));
    }
    if (generic == boolean.class) {
      return FieldType.Scalar.BOOLEAN;
    }
    if (generic == byte.class || generic == Byte.class) {
      return FieldType.Scalar.INT8;
    }
    if (generic == short.class || generic == Short.class) {
      return FieldType.Scalar.INT16;
    }
    if (generic == int.class || generic == Integer.class) {
      return component.isAnnotationPresent(Uint16.class)
          ? FieldType.Scalar.UINT16
          : FieldType.Scalar.INT32;
    }
    if (generic == long.class || generic == Long.class) {
      return FieldType.Scalar.INT64;
    }
    if (generic == double.class) {
      return FieldType.Scalar.FLOAT64;
    }
    if (generic == Uuid.class) {
      return FieldType.Scalar.UUID;
    }
    if (generic == String.class) {
      return FieldType.Scalar.STRING;
    }
    if (generic == Bytes.class) {
      return FieldType.Scalar.BYTES;
    }
    if (generic == RecordsPayload.class) {
      return FieldType.Scalar.RECORDS;
    }
    if (generic instanceof Class<?> nested && nested.isRecord()) {
      return new FieldType.Struct(struct(nested.asSubclass(Record.class)));
    }
    throw contradiction(component, "type: " + generic + " (expected: one that the wire has)");
  }

  private static @Nullable Object defaultValue(FieldType type, @Nullable String text) {
    if ("null".equals(text)) {
      return null;
    }
    if (type instanceof FieldType.ArrayOf) {
      return List.of();
    }
    if (type instanceof FieldType.Struct struct) {
      return struct.schema().construct(struct.schema().defaults());
    }
    return switch ((FieldType.Scalar) type) {
      case BOOLEAN -> Boolean.parseBoolean(text);
      case INT8 -> text == null ? Byte.valueOf((byte) 0) : Byte.decode(text);
      case INT16 -> text == null ? Short.valueOf((short) 0) : Short.decode(text);
      case UINT16, INT32 -> text == null ? Integer.valueOf(0) : Integer.decode(text);
      case INT64 -> text == null ? Long.valueOf(0) : Long.decode(text);
      case FLOAT64 -> text == null ? Double.valueOf(0) : Double.valueOf(text);
      case UUID -> Uuid.ZERO;
      case STRING -> text == null ? "" : text;
      case BYTES -> Bytes.EMPTY;
      case RECORDS -> null;
    };
  }

  private static Constructor<?> canonical(
      Class<? extends Record> type, RecordComponent[] components) {
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + ": no canonical constructor", e);
    }
  }

  private static IllegalArgumentException contradiction(RecordComponent component, String what) {
    return new IllegalArgumentException(
        component.getDeclaringRecord().getName() + "." + component.getName() + ": " + what);
  }
}
