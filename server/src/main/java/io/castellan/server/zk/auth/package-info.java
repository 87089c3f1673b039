/**
 * Who a client is and what that lets it do: access control lists, the identities of connections and
 * the schemes they come from.
 *
 * <p>Core: no clock, no file, no thread.
 */
@NullMarked
package io.castellan.server.zk.auth;

import org.jspecify.annotations.NullMarked;
