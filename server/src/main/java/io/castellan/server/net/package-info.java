/**
 * Sockets and answers: which native transport carries us, how a port is opened, and how the answers
 * of one connection keep the order of its requests.
 *
 * <p>Both protocols answer a connection in request order, while the work behind two requests may
 * finish in any order and on any lane. {@link io.castellan.server.net.ReplyQueue} gives each
 * request a slot; a handler gets a one-shot {@link io.castellan.server.net.Reply}.
 */
@NullMarked
package io.castellan.server.net;

import org.jspecify.annotations.NullMarked;
