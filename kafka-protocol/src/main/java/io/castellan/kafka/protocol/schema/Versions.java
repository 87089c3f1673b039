package io.castellan.kafka.protocol.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The versions of a message that belongs to no API, such as one that is stored as a record or
 * carried inside another message.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Versions {

  /** A version that does not come. */
  int NEVER = Short.MAX_VALUE + 1;

  /** The first version, inclusive. */
  int first() default 0;

  /** The last version, inclusive. */
  int last();

  /** The first version with compact lengths and tagged fields (KIP-482). */
  int flexibleSince() default NEVER;
}
