package io.castellan.zk.protocol.net;

/**
 * The command {@code stmk}, the only four-letter word with an argument.
 *
 * @param mask the eight bytes that follow it
 */
public record SetTraceMask(long mask) {}
