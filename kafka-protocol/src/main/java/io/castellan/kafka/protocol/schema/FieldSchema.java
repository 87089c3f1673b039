package io.castellan.kafka.protocol.schema;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One field of a message at one version.
 *
 * @param name the record component's name
 * @param index the component's place in the record
 * @param type what it is on the wire
 * @param present whether this version has it
 * @param nullable whether null may be written in this version
 * @param tag the number in the tagged section, or -1 for a field in the fixed part
 * @param defaultValue what it is when a version or a tagged section does not have it
 * @param ignorable whether a value that this version cannot carry may get lost
 * @param accessor reads it from the record
 */
public record FieldSchema(
    String name,
    int index,
    FieldType type,
    boolean present,
    boolean nullable,
    int tag,
    @Nullable Object defaultValue,
    boolean ignorable,
    Method accessor) {

  /** Whether it stands in the tagged section. */
  public boolean isTagged() {
    return tag >= 0;
  }
}
