/**
 * HTTP/1.1 for administrators: one listener, a handful of paths, one request of a connection at a
 * time.
 *
 * <p>A connection reads only when it can go on: the next request once the last is answered, the
 * next piece of a body once the last is stored. So memory is bounded by what one read brings,
 * whatever is sent. A body is never gathered; who wants one takes it piece by piece.
 *
 * <p>Rejected: an aggregating handler, which would hold a whole snapshot in memory; a router with
 * patterns, for paths that are a lookup in a map.
 */
@NullMarked
package io.castellan.server.http;

import org.jspecify.annotations.NullMarked;
