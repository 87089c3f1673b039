package io.castellan.server.simulation.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What a file holds, and what it would still hold if the power were cut. A page that is absent is
 * zeros.
 */
final class FileImage {
  private static final int PAGE_BYTES = 4096;
  private static final byte[] ZEROS = new byte[PAGE_BYTES];

  private final Map<Long, byte[]> pages = new HashMap<>();
  private final Map<Long, byte[]> forcedPages = new HashMap<>();
  private final Set<Long> dirty = new TreeSet<>();
  private long size;
  private long forcedSize;

  void write(long position, byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      long page = (position + done) / PAGE_BYTES;
      int at = (int) ((position + done) % PAGE_BYTES);
      int length = Math.min(PAGE_BYTES - at, bytes.length - done);
      byte[] changed = pages.getOrDefault(page, ZEROS).clone();
      System.arraycopy(bytes, done, changed, at, length);
      pages.put(page, changed);
      dirty.add(page);
      done += length;
    }
    size = Math.max(size, position + bytes.length);
  }

  void truncate(long newSize) {
    long last = newSize / PAGE_BYTES;
    for (Long page : Set.copyOf(pages.keySet())) {
      if (page > last) {
        pages.remove(page);
        dirty.add(page);
      }
    }
    byte[] cut = pages.get(last);
    if (cut != null) {
      byte[] changed = new byte[PAGE_BYTES];
      System.arraycopy(cut, 0, changed, 0, (int) (newSize % PAGE_BYTES));
      pages.put(last, changed);
      dirty.add(last);
    }
    size = newSize;
  }

  void force() {
    for (Long page : dirty) {
      byte[] now = pages.get(page);
      if (now == null) {
        forcedPages.remove(page);
      } else {
        forcedPages.put(page, now);
      }
    }
    dirty.clear();
    forcedSize = size;
  }

  /** Writes the file as it is. */
  void copyTo(Path target) throws IOException {
    write(target, pages, size);
  }

  /** Writes the file with what was forced, and nothing else. */
  void copyForcedTo(Path target) throws IOException {
    write(target, forcedPages, forcedSize);
  }

  /**
   * Writes the file with what was forced and, by chance, some of the rest: pages in any order, and
   * any of the sizes that it may have had.
   */
  void copyTornTo(Path target, RandomGenerator random) throws IOException {
    long tornSize = size;
    if (size != forcedSize) {
      long least = Math.min(size, forcedSize);
      tornSize =
          switch (random.nextInt(4)) {
            case 0 -> forcedSize;
            case 1 -> least + random.nextLong(Math.abs(size - forcedSize));
            default -> size;
          };
    }
    Map<Long, byte[]> torn = new HashMap<>(forcedPages);
    int kept = random.nextInt(4); // of three pages; 3 keeps all, 0 none
    for (Long page : dirty) {
      if (random.nextInt(3) < kept) {
        torn.put(page, pages.getOrDefault(page, ZEROS));
      }
    }
    write(target, torn, tornSize);
  }

  private static void write(Path target, Map<Long, byte[]> pages, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long written = 0;
      for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
        long position = page.getKey() * PAGE_BYTES;
        if (position < size) {
          int length = (int) Math.min(PAGE_BYTES, size - position);
          channel.write(ByteBuffer.wrap(page.getValue(), 0, length), position);
          written = Math.max(written, position + length);
        }
      }
      if (written < size) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    }
  }
}
