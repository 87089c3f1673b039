package io.castellan.kafka.protocol.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field is in a version that does not have it, and when its tag is missing.
 *
 * <p>Without it: false, 0, the zero uuid, the empty string, bytes or list, a structure of defaults;
 * for records, null.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

  /** The value as text; {@code null} stands for null. */
  String value();
}
