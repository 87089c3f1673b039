/**
 * ZooKeeper's protocol byte by byte, for what no client library would send: wrong requests, and
 * requests in an order that only a test wants.
 *
 * <p>Written out by hand and not by anybody's codec, so that neither side's mistakes are shared.
 * What is right is what a stock server answers to the same bytes.
 */
@NullMarked
package io.castellan.compat.raw;

import org.jspecify.annotations.NullMarked;
