/**
 * The server: the command line ({@link io.castellan.server.Castellan}) and the one place where its
 * parts are put together ({@link io.castellan.server.Node}). Start reading there.
 */
@NullMarked
package io.castellan.server;

import org.jspecify.annotations.NullMarked;
