package io.castellan.server.simulation.files;

import io.castellan.server.simulation.files.FileOperation.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what is asked of the paths of a {@link FaultyDisk}: counted, refused or done, and
 * noted.
 */
final class FaultyProvider extends FileSystemProvider {
  private final FaultyFileSystem fileSystem;
  private final FaultyDisk disk;

  FaultyProvider(FaultyFileSystem fileSystem, FaultyDisk disk) {
    this.fileSystem = fileSystem;
    this.disk = disk;
  }

  private static Path real(Path path) {
    return FaultyPath.realOf(path);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("a faulty disk by its address");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.wrap(Path.of(uri));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return newFileChannel(path, options, attrs);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    Path file = real(path);
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    boolean existed = Files.exists(file);
    disk.onOperation(existed || !writes ? Kind.OPEN : Kind.CREATE, file, 0);
    long size = existed ? Files.size(file) : 0;
    FileChannel channel = FileChannel.open(file, options, attrs);
    if (existed && Files.isDirectory(file)) {
      return new FaultyDirectoryChannel(disk, file, channel);
    }
    if (!existed) {
      disk.journal().onCreate(file);
    } else if (writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING) && size > 0) {
      disk.giveRoom(size);
      disk.journal().onTruncate(disk.journal().fileAt(file), 0);
    }
    return new FaultyFileChannel(disk, file, disk.journal().fileAt(file), channel);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // it is closed with the stream that wraps it
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    disk.onOperation(Kind.LIST, real(dir), 0);
    DirectoryStream<Path> stream =
        Files.newDirectoryStream(real(dir), entry -> filter.accept(fileSystem.wrap(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Path next() {
            return fileSystem.wrap(entries.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    disk.onOperation(Kind.CREATE_DIRECTORY, real(dir), 0);
    Files.createDirectory(real(dir), attrs);
    disk.journal().onCreateDirectory(real(dir));
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.onOperation(Kind.DELETE, real(path), 0);
    long size = Files.isRegularFile(real(path)) ? Files.size(real(path)) : 0;
    Files.delete(real(path));
    disk.giveRoom(size);
    disk.journal().onDelete(real(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("copying a file in one step: no disk does");
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    disk.onOperation(Kind.RENAME, real(target), 0);
    Files.move(real(source), real(target), options);
    disk.journal().onRename(real(source), real(target));
  }

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    return Files.isSameFile(real(path), real(path2));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.onOperation(Kind.LOOK, real(path), 0);
    real(path).getFileSystem().provider().checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    disk.onOperation(Kind.LOOK, real(path), 0);
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    disk.onOperation(Kind.LOOK, real(path), 0);
    return Files.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(real(path), attribute, value, options);
  }
}
