package io.castellan.server.derived;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores. */
public final class DerivedStores {
  private static final Logger log = LoggerFactory.getLogger(DerivedStores.class);

  private DerivedStores() {}

  /** Whether there is a store, readable or not. */
  public static boolean exists(Path file) {
    return Files.exists(file);
  }

  /**
   * Opens a store, or makes one. One that cannot be read is deleted and made anew.
   *
   * @throws UncheckedIOException when no store can be made there
   */
  public static DerivedStore open(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UncheckedIOException(new NoSuchFileException(String.valueOf(directory)));
    }
    try {
      return MapDbStore.open(file);
    } catch (MapDbStore.UnreadableException e) {
      log.warn("{} is damaged: it is deleted and made anew from the data", file);
      log.debug("{} is damaged", file, e);
    }
    try {
      delete(directory, file.getFileName() + "*"); // with the write-ahead logs beside it
      return MapDbStore.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MapDbStore.UnreadableException e) {
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    }
  }

  private static void delete(Path directory, String names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
      for (Path each : files) {
        Files.delete(each);
      }
    }
  }
}
