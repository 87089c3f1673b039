package io.castellan.server.kafka.log;

import io.castellan.server.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A file of entries of one size in ascending order: what the offset and the time index have in
 * common.
 *
 * <p>The entries of a segment that is being written gather in memory, some 500 at most; when that
 * many are there, and at {@link #save}, they go to the file. A process that dies loses them, and
 * the recovery of the segment, which it needs anyway, makes them anew. So an idle partition has no
 * index file open, no memory mapped, and a busy one pays a write every few megabytes.
 *
 * <p>Owner: the partition's lane, which alone appends, truncates and saves. Any thread that holds
 * the segment may look entries up: they are published by one volatile write, and never change once
 * they are visible, except by truncation, which concerns no offset that a reader is allowed to see.
 */
abstract class SparseIndex {
  /** How many entries are kept in memory before they go to the file. */
  private static final int CHUNK_ENTRIES = 512;

  private static final int FIRST_ENTRIES = 8;
  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16));

  /**
   * What is visible.
   *
   * @param inFile how many entries the file holds
   * @param tail the entries after those, in the file's format
   * @param inTail how many of them are valid
   */
  private record Entries(int inFile, byte[] tail, int inTail) {
    int count() {
      return inFile + inTail;
    }
  }

  private static final Entries NONE = new Entries(0, new byte[0], 0);

  protected final long baseOffset;
  private final int entryBytes;
  private final Runnable onOpen;
  private final AtomicReference<@Nullable FileChannel> channel = new AtomicReference<>();
  private volatile Entries entries = NONE;
  private volatile Path path;

  /**
   * @param onOpen told when the file has been opened
   */
  SparseIndex(Path path, long baseOffset, int entryBytes, Runnable onOpen) {
    this.onOpen = onOpen;
    this.path = path;
    this.baseOffset = baseOffset;
    this.entryBytes = entryBytes;
  }

  /**
   * Takes the entries that the file holds.
   *
   * @return false if there is no file or its size is not a multiple of an entry's
   */
  final boolean load() {
    try {
      long size = Files.size(path);
      if (size % entryBytes != 0 || size > Integer.MAX_VALUE) {
        return false;
      }
      entries = new Entries((int) (size / entryBytes), NONE.tail, 0);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw StorageException.failed("read the size of", path, e);
    }
  }

  /** How many entries there are. */
  final int count() {
    return entries.count();
  }

  /** The file, whether it exists yet or not. */
  final Path path() {
    return path;
  }

  /** Reads the entry of a number: a buffer of the thread's own, valid until its next call. */
  final ByteBuffer entry(int number) {
    return entry(entries, number);
  }

  private ByteBuffer entry(Entries from, int number) {
    ByteBuffer scratch = SCRATCH.get().clear().limit(entryBytes);
    if (number >= from.inFile) {
      return scratch.put(from.tail, (number - from.inFile) * entryBytes, entryBytes).flip();
    }
    long position = (long) number * entryBytes;
    try {
      FileChannel file = openExisting();
      while (scratch.hasRemaining()) {
        if (file.read(scratch, position + scratch.position()) < 0) {
          throw new EOFException("end before entry " + number);
        }
      }
      return scratch.flip();
    } catch (IOException e) {
      throw StorageException.failed("read at position " + position, path, e);
    }
  }

  /** Compares an entry with what is looked for: at or before it, or after. */
  interface Match {
    boolean isAtOrBefore(ByteBuffer entry);
  }

  /** The number of the last entry that is at or before what is looked for, or -1. */
  final int floor(Match target) {
    Entries seen = entries;
    int low = 0;
    int high = seen.count() - 1;
    // Most readers follow the end of the log: look at the entries in memory first, and touch the
    // file only if they are all too late.
    if (seen.inTail > 0 && target.isAtOrBefore(entry(seen, seen.inFile))) {
      low = seen.inFile;
    }
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (target.isAtOrBefore(entry(seen, middle))) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }

  /** Makes room for one more entry and returns where it goes, then {@link #publish} it. */
  final ByteBuffer reserve() {
    Entries seen = entries;
    if (seen.inTail == CHUNK_ENTRIES) {
      save();
      seen = entries;
    }
    if ((seen.inTail + 1) * entryBytes > seen.tail.length) {
      int room = Math.min(CHUNK_ENTRIES, Math.max(FIRST_ENTRIES, seen.inTail * 2));
      seen = new Entries(seen.inFile, Arrays.copyOf(seen.tail, room * entryBytes), seen.inTail);
      entries = seen;
    }
    return ByteBuffer.wrap(seen.tail, seen.inTail * entryBytes, entryBytes);
  }

  /** Makes the entry that was put into {@link #reserve}'s buffer visible. */
  final void publish() {
    Entries seen = entries;
    entries = new Entries(seen.inFile, seen.tail, seen.inTail + 1);
  }

  /** Writes what is only in memory to the file, which then exists, and forgets it. */
  final void save() {
    Entries seen = entries;
    try {
      FileChannel file = open(StandardOpenOption.CREATE);
      ByteBuffer bytes = ByteBuffer.wrap(seen.tail, 0, seen.inTail * entryBytes);
      long position = (long) seen.inFile * entryBytes;
      while (bytes.hasRemaining()) {
        position += file.write(bytes, position);
      }
      // A file that another process left behind may be longer: preallocated, or of a segment that
      // has been cut.
      if (file.size() > position) {
        file.truncate(position);
      }
    } catch (IOException e) {
      throw StorageException.failed("write", path, e);
    }
    entries = new Entries(seen.count(), NONE.tail, 0);
  }

  /** Drops the entries from a number on. */
  final void truncateTo(int count) {
    Entries seen = entries;
    if (count >= seen.count()) {
      return;
    }
    if (count >= seen.inFile) {
      // A copy, because readers may still be looking at the old array while new entries go into
      // this one.
      entries = new Entries(seen.inFile, seen.tail.clone(), count - seen.inFile);
      return;
    }
    entries = new Entries(count, NONE.tail, 0);
    try {
      open(StandardOpenOption.CREATE).truncate((long) count * entryBytes);
    } catch (IOException e) {
      throw StorageException.failed("truncate", path, e);
    }
  }

  /** Forces the file. What is only in memory must have been saved. */
  final void force() {
    try {
      open(StandardOpenOption.READ).force(true);
    } catch (NoSuchFileException e) {
      return; // renamed to be deleted since: it must not come back under its old name
    } catch (IOException e) {
      throw StorageException.broken("force", path, e);
    }
  }

  /** The file has been renamed. */
  final void renamed(Path to) {
    path = to;
  }

  /** Closes the file; it is opened again when it is needed. No thread may be reading. */
  final void close() {
    FileChannel open = channel.getAndSet(null);
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw StorageException.failed("close", path, e);
      }
    }
  }

  /**
   * Opens the file for a reader, who must not bring a file back that has been deleted meanwhile.
   */
  private FileChannel openExisting() throws IOException {
    Path tried = path;
    try {
      return open(StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      if (!tried.equals(path)) {
        return openExisting(); // renamed meanwhile
      }
      throw new SegmentGoneException(path);
    }
  }

  private FileChannel open(StandardOpenOption option) throws IOException {
    FileChannel open = channel.get();
    if (open != null) {
      return open;
    }
    FileChannel mine =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, option);
    // Two readers may get here at once: the one that comes second takes the first one's.
    FileChannel theirs = channel.compareAndExchange(null, mine);
    if (theirs == null) {
      onOpen.run();
      return mine;
    }
    mine.close();
    return theirs;
  }
}
