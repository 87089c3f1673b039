/**
 * Small client programs of our own for what no stock tool does: fill a server, list all that it
 * holds, load it while it is killed.
 *
 * <p>They are main classes that run inside a tool host, on the client library of a stock release,
 * and speak to a test through their arguments and their standard output, a line a fact. They are
 * compiled against one release and run with several, so they keep to what all of them have.
 */
@NullMarked
package io.castellan.compat.client;

import org.jspecify.annotations.NullMarked;
