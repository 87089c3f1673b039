package io.castellan.kafka.protocol.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a field into the tagged section at the end of its structure, where it costs nothing while it
 * has its default (KIP-482).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Tag {

  /** The number that stands before the field on the wire. */
  int value();
}
