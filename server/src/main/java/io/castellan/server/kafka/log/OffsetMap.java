package io.castellan.server.kafka.log;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * From keys to the offset of the last record that has each: what a compaction has to know.
 *
 * <p>Keys are kept as their MD5 only, as in stock, 24 bytes an entry with the offset: two keys of
 * one hash would count as one, which at 128 bits does not happen by chance. The table is open,
 * grows from small to the slots that it may have, and is full at its load factor: a compaction then
 * ends where the map does, and goes on from there the next time.
 *
 * <p>Used by one thread at a time.
 */
final class OffsetMap {
  /** What an entry costs: the hash and the offset. */
  static final int ENTRY_BYTES = 24;

  private static final int LONGS = ENTRY_BYTES / Long.BYTES;
  private static final int HASH_BYTES = 16;
  private static final int FIRST_SLOTS = 1 << 12;
  private static final double GROW_AT = 0.75;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest;
  private final byte[] hash = new byte[HASH_BYTES];
  private final int maxSlots;
  private final int fullAt;
  private long[] table;
  private int slots;
  private int count;
  private long latestOffset = -1;

  /**
   * An empty map.
   *
   * @param maxBytes what the table may take
   * @param loadFactor how much of that may be in use, up to 1
   */
  OffsetMap(long maxBytes, double loadFactor) {
    // One array holds the table: at most some 16 GiB, which nobody gives to it.
    this.maxSlots =
        (int) Math.max(2, Math.min(maxBytes / ENTRY_BYTES, Integer.MAX_VALUE / LONGS - 8));
    // A free slot is what ends the search for a key that is not there.
    this.fullAt = (int) Math.min(maxSlots * loadFactor, maxSlots - 1);
    this.slots = Math.min(FIRST_SLOTS, maxSlots);
    this.table = new long[slots * LONGS];
    try {
      this.digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    slots = Math.min(FIRST_SLOTS, maxSlots);
    table = new long[slots * LONGS];
    count = 0;
    latestOffset = -1;
  }

  /** How many keys there are. */
  int count() {
    return count;
  }

  /** Whether no more keys may be put in. */
  boolean isFull() {
    return count >= fullAt;
  }

  /** The offset up to which, inclusively, the map knows the log; -1 if it knows nothing. */
  long latestOffset() {
    return latestOffset;
  }

  /** The map knows the log up to an offset, inclusively. */
  void advanceTo(long offset) {
    latestOffset = Math.max(latestOffset, offset);
  }

  /**
   * Remembers that a key's last record is at an offset, larger than any before. The map must not be
   * full.
   */
  void put(ByteBuf key, long offset) {
    if (isFull()) {
      throw new IllegalStateException("put into a map that is full: " + count);
    }
    if (slots < maxSlots && count >= slots * GROW_AT) {
      grow();
    }
    hash(key);
    int at = find(table, slots, (long) LONG.get(hash, 0), (long) LONG.get(hash, Long.BYTES));
    if (table[at + 2] == 0) {
      table[at] = (long) LONG.get(hash, 0);
      table[at + 1] = (long) LONG.get(hash, Long.BYTES);
      count++;
    }
    // One more, so that 0 says that the slot is free.
    table[at + 2] = offset + 1;
    latestOffset = offset;
  }

  /** The offset of a key's last record, -1 if the map does not know the key. */
  long get(ByteBuf key) {
    hash(key);
    return table[
            find(table, slots, (long) LONG.get(hash, 0), (long) LONG.get(hash, Long.BYTES)) + 2]
        - 1;
  }

  /** Where a hash is, or a free place for it. The table is never full. */
  private static int find(long[] in, int slots, long high, long low) {
    int slot = (int) Long.remainderUnsigned(low, slots);
    while (true) {
      int at = slot * LONGS;
      if (in[at + 2] == 0 || (in[at] == high && in[at + 1] == low)) {
        return at;
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
  }

  private void grow() {
    int larger = (int) Math.min(maxSlots, 2L * slots);
    long[] to = new long[larger * LONGS];
    for (int from = 0; from < table.length; from += LONGS) {
      if (table[from + 2] != 0) {
        System.arraycopy(table, from, to, find(to, larger, table[from], table[from + 1]), LONGS);
      }
    }
    table = to;
    slots = larger;
  }

  private void hash(ByteBuf key) {
    digest.update(key.nioBuffer());
    try {
      digest.digest(hash, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 has 16 bytes", e);
    }
  }
}
