package io.castellan.zk.protocol.quorum;

import io.castellan.zk.protocol.jute.JuteException;
import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a {@link QuorumPacket} in a stream. Packets follow one another without a length
 * in front, so the only way is to step over the fields; nothing is read or allocated before the
 * whole packet is there.
 */
public final class QuorumPacketBoundary {
  /** What {@link #find} returns while the packet is not complete. */
  public static final int INCOMPLETE = -1;

  private static final int NULL_LENGTH = -1;
  private static final int TYPE_AND_ZXID_BYTES = Integer.BYTES + Long.BYTES;

  private final ByteBuf buf;
  private final int maxBytes;
  private int position;

  private QuorumPacketBoundary(ByteBuf buf, int maxBytes) {
    this.buf = buf;
    this.maxBytes = maxBytes;
    this.position = buf.readerIndex() + TYPE_AND_ZXID_BYTES;
  }

  /**
   * Returns the size in bytes of the packet that begins at the reader index, or {@link
   * #INCOMPLETE}. Moves no index.
   *
   * @param maxBytes the size up to which a packet is accepted; one that announces more is refused
   *     before it has arrived
   * @throws JuteException if a length is out of bounds
   */
  public static int find(ByteBuf buf, int maxBytes) {
    QuorumPacketBoundary boundary = new QuorumPacketBoundary(buf, maxBytes);
    return boundary.passBytes("data") && boundary.passIdentities()
        ? boundary.position - buf.readerIndex()
        : INCOMPLETE;
  }

  private boolean passIdentities() {
    if (!has(Integer.BYTES)) {
      return false;
    }
    int count = nextLength("authinfo count");
    for (int i = 0; i < count; i++) {
      if (!passBytes("scheme") || !passBytes("id")) {
        return false;
      }
    }
    return true;
  }

  private boolean passBytes(String field) {
    if (!has(Integer.BYTES)) {
      return false;
    }
    int length = nextLength(field + " length");
    if (!has(length)) {
      return false;
    }
    position += length;
    return true;
  }

  /** Steps over a length and returns it, 0 for that of a null. */
  private int nextLength(String what) {
    int length = buf.getInt(position);
    position += Integer.BYTES;
    int most = maxBytes - (position - buf.readerIndex());
    if (length < NULL_LENGTH || length > most) {
      throw JuteException.of(what, length, "<= " + most);
    }
    return Math.max(length, 0);
  }

  private boolean has(int bytes) {
    return buf.writerIndex() - position >= bytes;
  }
}
