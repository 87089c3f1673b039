package io.castellan.server.zk.disk;

import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file whose name ends with a zxid: {@code log.5}, {@code snapshot.1f}, {@code snapshot.1f.gz}.
 *
 * @param zxid of a log, its first transaction; of a snapshot, the last transaction in it
 */
record ZxidFile(Path path, long zxid) {
  static final String LOG = "log.";
  static final String SNAPSHOT = "snapshot.";

  private static final int HEX = 16;

  /** The files of a kind in a directory, by zxid. Files of other names are left alone. */
  static List<ZxidFile> list(Path directory, String prefix) {
    List<ZxidFile> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix)) {
          add(found, file, name.substring(prefix.length()));
        }
      }
    } catch (IOException e) {
      throw StorageException.failed("list", directory, e);
    }
    found.sort(Comparator.comparingLong(ZxidFile::zxid));
    return found;
  }

  private static void add(List<ZxidFile> found, Path file, String rest) {
    int dot = rest.indexOf('.');
    String digits = dot < 0 ? rest : rest.substring(0, dot);
    boolean known = dot < 0 || rest.endsWith(".gz") || rest.endsWith(".snappy");
    try {
      if (known) {
        found.add(new ZxidFile(file, Long.parseUnsignedLong(digits, HEX)));
      }
    } catch (NumberFormatException notAZxid) {
      return; // somebody else's file
    }
  }

  static Path log(Path directory, long zxid) {
    return directory.resolve(LOG + Long.toHexString(zxid));
  }

  static Path snapshot(Path directory, long zxid) {
    return directory.resolve(SNAPSHOT + Long.toHexString(zxid));
  }
}
