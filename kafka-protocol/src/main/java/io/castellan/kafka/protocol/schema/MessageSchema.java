package io.castellan.kafka.protocol.schema;

import java.lang.reflect.Constructor;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message or a structure inside one, at one version, as data: what {@link SchemaReader} finds in
 * a record's declaration, and what both codecs work from. Immutable.
 */
public final class MessageSchema {

  private final Class<? extends Record> type;
  private final Constructor<?> constructor;
  private final short version;
  private final boolean flexible;
  private final List<FieldSchema> fields;
  private final List<FieldSchema> fixed;
  private final List<FieldSchema> tagged;
  private final List<FieldSchema> unwritable;
  private final int leastBytes;

  MessageSchema(
      Class<? extends Record> type,
      Constructor<?> constructor,
      short version,
      boolean flexible,
      List<FieldSchema> fields) {
    this.type = type;
    this.constructor = constructor;
    this.version = version;
    this.flexible = flexible;
    this.fields = List.copyOf(fields);
    List<FieldSchema> present = fields.stream().filter(FieldSchema::present).toList();
    this.fixed = present.stream().filter(field -> !field.isTagged()).toList();
    this.tagged =
        present.stream()
            .filter(FieldSchema::isTagged)
            .sorted(Comparator.comparingInt(FieldSchema::tag))
            .toList();
    this.unwritable =
        fields.stream().filter(field -> !field.present() && !field.ignorable()).toList();
    int least = flexible ? 1 : 0;
    for (FieldSchema field : fixed) {
      boolean maybeNullStruct = field.nullable() && field.type() instanceof FieldType.Struct;
      least += maybeNullStruct ? 1 : field.type().leastBytes(flexible);
    }
    this.leastBytes = least;
  }

  /**
   * The schema of a message at a version.
   *
   * @param type a record with {@link Api} or {@link Versions}
   * @throws IllegalArgumentException when the message has no such version, or its declaration
   *     contradicts itself
   */
  public static MessageSchema of(Class<? extends Record> type, int version) {
    return SchemaReader.read(type, version);
  }

  /** The record that carries the values. */
  public Class<? extends Record> type() {
    return type;
  }

  /** The version of the message. */
  public short version() {
    return version;
  }

  /** Whether lengths are compact and a tagged section ends the structure (KIP-482). */
  public boolean flexible() {
    return flexible;
  }

  /**
   * One for each component of the record, in its order; also those that this version does not have.
   */
  public List<FieldSchema> fields() {
    return fields;
  }

  /** The fields of the fixed part, in wire order. */
  public List<FieldSchema> fixed() {
    return fixed;
  }

  /** The fields of the tagged section, by ascending tag. */
  public List<FieldSchema> tagged() {
    return tagged;
  }

  /**
   * The fields that this version lacks, and that must have their default because their loss would
   * matter.
   */
  public List<FieldSchema> unwritable() {
    return unwritable;
  }

  /** The field behind a tag; null when this version does not know the tag. */
  public @Nullable FieldSchema tagged(int tag) {
    for (FieldSchema field : tagged) {
      if (field.tag() == tag) {
        return field;
      }
    }
    return null;
  }

  /** The fewest bytes that it takes on the wire. */
  public int leastBytes() {
    return leastBytes;
  }

  /** The default of every component, in a new array. */
  @Nullable Object[] defaults() {
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (FieldSchema field : fields) {
      values[field.index()] = field.defaultValue();
    }
    return values;
  }

  /** The record's canonical constructor. */
  Constructor<?> constructor() {
    return constructor;
  }

  /** Builds the record from one value per component. */
  Object construct(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(this + ": its constructor fails", e);
    }
  }

  /** The record's name inside the class of its API, such as {@code Fetch.Request}. */
  public String name() {
    Class<?> outer = type.getEnclosingClass();
    String prefix = "";
    while (outer != null) {
      prefix = outer.getSimpleName() + "." + prefix;
      outer = outer.getEnclosingClass();
    }
    return prefix + type.getSimpleName();
  }

  @Override
  public String toString() {
    return name() + " v" + version;
  }
}
