package io.castellan.server.zk.jmx;

import java.util.function.Supplier;

/**
 * Something that a bean tells.
 *
 * @param type as JMX names it, such as {@code long}
 * @param onLane whether it is looked at on the ensemble lane; otherwise by the thread that asks,
 *     which may wait for a disk
 */
record BeanAttribute(
    String name, String type, String description, boolean onLane, Supplier<Object> value) {
  static BeanAttribute ofInt(String name, String description, Supplier<Object> value) {
    return new BeanAttribute(name, "int", description, true, value);
  }

  static BeanAttribute ofLong(String name, String description, Supplier<Object> value) {
    return new BeanAttribute(name, "long", description, true, value);
  }

  static BeanAttribute ofDouble(String name, String description, Supplier<Object> value) {
    return new BeanAttribute(name, "double", description, true, value);
  }

  static BeanAttribute ofBoolean(String name, String description, boolean value) {
    return new BeanAttribute(name, "boolean", description, false, () -> value);
  }

  static BeanAttribute ofText(String name, String description, Supplier<Object> value) {
    return new BeanAttribute(name, String.class.getName(), description, true, value);
  }

  /** The same, looked at by the thread that asks. */
  BeanAttribute late() {
    return new BeanAttribute(name, type, description, false, value);
  }
}
