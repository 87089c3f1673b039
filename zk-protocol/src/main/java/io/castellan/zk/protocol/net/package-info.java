/**
 * The framing of the client port for Netty: bytes to frames and four-letter words, and frames to
 * bytes.
 *
 * <p>A decoder belongs to one connection and its event loop. Frames are slices of the bytes
 * received, with a reference that passes to the next handler.
 */
@NullMarked
package io.castellan.zk.protocol.net;

import org.jspecify.annotations.NullMarked;
