package io.castellan.server.zk.store;

import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the files of a server lie: {@code version-2} below the data directory holds snapshots and
 * epochs, {@code version-2} below the log directory, which may be the same, holds logs.
 *
 * @param snapshotDirectory with {@code version-2} at its end
 * @param logDirectory with {@code version-2} at its end
 */
public record StoreLayout(Path snapshotDirectory, Path logDirectory) {
  private static final String VERSION_DIRECTORY = "version-2";
  private static final String LOG_PREFIX = "log.";
  private static final String SNAPSHOT_PREFIX = "snapshot.";
  private static final String UNFINISHED_PREFIX = "unfinished-";
  private static final String INITIALIZE = "initialize";
  private static final int HEX = 16;

  /**
   * A file whose name carries a zxid.
   *
   * @param zxid of a log the first transaction's, of a snapshot the last one's
   */
  public record ZxidFile(Path path, long zxid) {}

  /**
   * The layout below two directories, which are made unless they exist.
   *
   * @param dataDir the setting {@code dataDir}
   * @param dataLogDir the setting {@code dataLogDir}, or the same as {@code dataDir}
   * @throws StorageException if they cannot be made or read, or if logs and snapshots lie in each
   *     other's place, which happens when the two settings are swapped or one of them has been
   *     added (ZOOKEEPER-2967)
   */
  public static StoreLayout open(Path dataDir, Path dataLogDir) {
    StoreLayout layout = of(dataDir, dataLogDir);
    Directories.create(layout.snapshotDirectory);
    Directories.create(layout.logDirectory);
    if (!layout.snapshotDirectory.equals(layout.logDirectory)) {
      refuse(
          list(layout.snapshotDirectory, LOG_PREFIX),
          "a log in the snapshot directory; check dataLogDir");
      refuse(
          list(layout.logDirectory, SNAPSHOT_PREFIX),
          "a snapshot in the log directory; check dataDir");
    }
    return layout;
  }

  /** The layout below two directories, neither of which needs to exist. */
  public static StoreLayout of(Path dataDir, Path dataLogDir) {
    return new StoreLayout(version2(dataDir), version2(dataLogDir));
  }

  /** Returns the zxid in a snapshot's name, -1 when the name has none. */
  public static long snapshotZxid(Path snapshot) {
    String name = withoutSuffix(String.valueOf(snapshot.getFileName()));
    if (!name.startsWith(SNAPSHOT_PREFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(SNAPSHOT_PREFIX.length()), HEX);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String withoutSuffix(String snapshotName) {
    for (SnapshotCompression compression : SnapshotCompression.values()) {
      if (!compression.suffix().isEmpty() && snapshotName.endsWith(compression.suffix())) {
        return snapshotName.substring(0, snapshotName.length() - compression.suffix().length());
      }
    }
    return snapshotName;
  }

  /** Returns the directory below a configured one that holds its files. */
  static Path version2(Path directory) {
    return directory.resolve(VERSION_DIRECTORY);
  }

  /** Returns the logs, oldest first. */
  public List<ZxidFile> logs() {
    return list(logDirectory, LOG_PREFIX);
  }

  /** Returns the snapshots, oldest first; compressed ones among them. */
  public List<ZxidFile> snapshots() {
    return list(snapshotDirectory, SNAPSHOT_PREFIX);
  }

  /** Returns where a log lies whose first transaction has this zxid. */
  public Path log(long zxid) {
    return logDirectory.resolve(LOG_PREFIX + Long.toHexString(zxid));
  }

  /** Returns where a snapshot lies. */
  Path snapshot(long zxid, SnapshotCompression compression) {
    return snapshotDirectory.resolve(
        SNAPSHOT_PREFIX + Long.toHexString(zxid) + compression.suffix());
  }

  /**
   * Returns where a snapshot is while it is written: a name that no release takes for a snapshot.
   */
  static Path unfinished(Path snapshot) {
    return snapshot.resolveSibling(UNFINISHED_PREFIX + snapshot.getFileName());
  }

  /** Deletes snapshots that a crash has left unfinished. */
  void deleteUnfinished() {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(snapshotDirectory, UNFINISHED_PREFIX + "*")) {
      for (Path file : files) {
        Directories.delete(file);
      }
    } catch (IOException e) {
      throw StorageException.failed("list", snapshotDirectory, e);
    }
  }

  /**
   * Returns whether the mark is there by which an operator allows a server to start without data
   * (3.6). Stock's script puts it into the data directory, stock's server looks into the log
   * directory: both count here.
   */
  boolean mayBeEmpty() {
    return Files.exists(snapshotDirectory.resolveSibling(INITIALIZE))
        || Files.exists(logDirectory.resolveSibling(INITIALIZE));
  }

  /** Deletes the mark: there is data now, and the next server without any has lost it. */
  void deleteInitialize() {
    Directories.delete(snapshotDirectory.resolveSibling(INITIALIZE));
    Directories.delete(logDirectory.resolveSibling(INITIALIZE));
  }

  private static void refuse(List<ZxidFile> misplaced, String why) {
    if (!misplaced.isEmpty()) {
      throw StorageException.refused(misplaced.get(0).path(), why);
    }
  }

  private static List<ZxidFile> list(Path directory, String prefix) {
    List<ZxidFile> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + "*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName()).substring(prefix.length());
        addIfNumbered(found, file, prefix.equals(SNAPSHOT_PREFIX) ? withoutSuffix(name) : name);
      }
    } catch (IOException e) {
      throw StorageException.failed("list", directory, e);
    }
    found.sort(Comparator.comparingLong(ZxidFile::zxid));
    return found;
  }

  /** Passes over names that are not a zxid: editors and operators leave such files. */
  private static void addIfNumbered(List<ZxidFile> found, Path file, String hex) {
    try {
      found.add(new ZxidFile(file, Long.parseLong(hex, HEX)));
    } catch (NumberFormatException e) {
      return;
    }
  }
}
