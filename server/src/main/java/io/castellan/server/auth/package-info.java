/**
 * Who is at the other end of a connection, and how it proves that.
 *
 * <p>A principal is a value: handlers and authorisation compare it, connections carry it. The
 * mechanisms that establish one live here, a class each.
 */
@NullMarked
package io.castellan.server.auth;

import org.jspecify.annotations.NullMarked;
