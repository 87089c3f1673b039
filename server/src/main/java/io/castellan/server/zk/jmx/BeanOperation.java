package io.castellan.server.zk.jmx;

import java.util.function.Supplier;

/**
 * Something that a bean does, on the ensemble lane.
 *
 * @param type of what it returns, as JMX names it
 */
record BeanOperation(String name, String type, String description, Supplier<Object> action) {
  static final String VOID = "void";

  static BeanOperation doing(String name, String description, Runnable action) {
    return new BeanOperation(
        name,
        VOID,
        description,
        () -> {
          action.run();
          return VOID;
        });
  }
}
