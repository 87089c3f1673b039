/**
 * The primitive encoding beneath every ZooKeeper message and file: big-endian numbers, and strings,
 * byte arrays and vectors that carry their length in front.
 *
 * <p>A length comes from a stranger. It is compared with a cap and with the bytes that are there
 * before anything of that size is allocated; a violation is a {@link
 * io.castellan.zk.protocol.jute.JuteException} that names the field.
 *
 * <p>What looks wrong and is right: the writer encodes each half of a surrogate pair by itself, in
 * three bytes, as the stock writer does, although that is not UTF-8; checksums over our files and
 * those of a stock server must agree on the same transaction.
 */
@NullMarked
package io.castellan.zk.protocol.jute;

import org.jspecify.annotations.NullMarked;
