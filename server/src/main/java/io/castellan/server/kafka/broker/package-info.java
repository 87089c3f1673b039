/**
 * Puts the broker together: the only package of the broker world that sees all the others.
 *
 * <p>It is apart from {@code kafka}, the front door, because the handlers import that one and this
 * one imports the handlers.
 */
@NullMarked
package io.castellan.server.kafka.broker;

import org.jspecify.annotations.NullMarked;
