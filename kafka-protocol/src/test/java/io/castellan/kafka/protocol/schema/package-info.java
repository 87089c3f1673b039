/** Proof that the messages are those of the stock classes, byte for byte. */
@NullMarked
package io.castellan.kafka.protocol.schema;

import org.jspecify.annotations.NullMarked;
