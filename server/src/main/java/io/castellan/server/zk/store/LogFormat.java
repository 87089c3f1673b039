package io.castellan.server.zk.store;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/**
 * The numbers of the log's format: a header, then entries of checksum, length, bytes and an end
 * byte.
 */
public final class LogFormat {
  /** "ZKLG". */
  public static final int MAGIC = 0x5A4B4C47;

  /** The only one there has been. */
  public static final int VERSION = 2;

  /** Magic, version and database id. */
  public static final int HEADER_BYTES = 16;

  /** Checksum and length. */
  public static final int PREFIX_BYTES = 12;

  /** Ends every entry. */
  public static final byte END = 0x42;

  /** What an entry takes besides its bytes. */
  public static final int OVERHEAD_BYTES = PREFIX_BYTES + 1;

  /** What the page cache writes, and a power loss takes, as a whole. */
  static final int PAGE_BYTES = 4096;

  /** The smallest piece of a file that a disk has written or not. */
  static final int SECTOR_BYTES = 512;

  /**
   * Behind the last field of an entry that does not lie on the first page of what was forced with
   * it: this byte, and in two more how many transactions of the same force come before it. No
   * release reads what is there; it is too short to be taken for a field.
   */
  static final byte LATER_PAGE = (byte) 0xf0;

  /** How long the mark is. */
  static final int MARK_BYTES = 3;

  /** The largest number that the mark can hold. */
  static final int MOST_BEFORE = 0xffff;

  /** Where in the bytes of a transaction its zxid stands. */
  public static final int ZXID_AT = 12;

  private LogFormat() {}

  /** Returns the checksum of the readable bytes; moves no index. */
  public static long checksum(ByteBuf bytes) {
    Adler32 adler = new Adler32();
    if (bytes.hasArray()) {
      adler.update(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
    } else {
      for (ByteBuffer part : bytes.nioBuffers()) {
        adler.update(part);
      }
    }
    return adler.getValue();
  }
}
