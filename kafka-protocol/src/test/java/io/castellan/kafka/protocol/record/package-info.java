/** The record formats, held against the stock classes. */
@NullMarked
package io.castellan.kafka.protocol.record;

import org.jspecify.annotations.NullMarked;
