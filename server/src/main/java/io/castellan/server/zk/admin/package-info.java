/**
 * What operators ask a server: the four-letter words, in the text that the tools of many years
 * parse.
 *
 * <p>The texts are made on the ensemble lane, which owns what they tell; those about directories
 * are made beside it, because that lane does not wait for a disk. A metric that this server does
 * not measure is not listed; a zero that never counts would lie.
 */
@NullMarked
package io.castellan.server.zk.admin;

import org.jspecify.annotations.NullMarked;
