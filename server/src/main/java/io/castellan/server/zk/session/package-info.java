/**
 * Sessions: their numbers, their passwords, and when they expire.
 *
 * <p>Core: time comes in as an argument.
 */
@NullMarked
package io.castellan.server.zk.session;

import org.jspecify.annotations.NullMarked;
