package io.castellan.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory with a subdirectory for each server, deleted when it is closed; set the
 * system property {@code castellan.keep} to keep them.
 */
public final class Workspace implements AutoCloseable {
  private final Path root;
  private final AtomicInteger count = new AtomicInteger();

  /** Makes the directory; {@code name} is only there to recognise it by. */
  public Workspace(String name) {
    try {
      root = Files.createTempDirectory("castellan-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty directory. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(count.incrementAndGet() + "-" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (System.getProperty("castellan.keep") != null) {
      System.err.println("kept " + root);
      return;
    }
    try {
      delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes {@code directory} and all below it. */
  static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
