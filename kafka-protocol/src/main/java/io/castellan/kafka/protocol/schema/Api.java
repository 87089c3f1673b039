package io.castellan.kafka.protocol.schema;

import io.castellan.kafka.protocol.ApiKey;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as the request or the response of an API. Its versions, and from which on they are
 * flexible, are those of the key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Api {

  /** The API that the record belongs to. */
  ApiKey value();
}
