package io.castellan.server.derived;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * A store in a file of MapDB's, with a write-ahead log, so that a crash leaves what was committed.
 * The file is read and written by position, not mapped: a store is read once and then forgotten,
 * and its pages would count as ours.
 */
final class MapDbStore implements DerivedStore {
  private final DB db;

  /** The file is not MapDB's, or damaged, or may not be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private MapDbStore(DB db) {
    this.db = db;
  }

  static MapDbStore open(Path file) throws UnreadableException {
    try {
      return new MapDbStore(
          DBMaker.fileDB(file.toFile()).fileChannelEnable().transactionEnable().make());
    } catch (DBException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UnreadableException(e);
    }
  }

  @Override
  public DerivedMap map(String name) {
    return new BytesMap(
        db.hashMap(name, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).createOrOpen());
  }

  @Override
  public void commit() {
    db.commit();
  }

  @Override
  public void close() {
    db.close();
  }

  private record BytesMap(Map<byte[], byte[]> map) implements DerivedMap {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return map.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      map.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
      map.remove(key);
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> each) {
      map.forEach(each);
    }

    @Override
    public void clear() {
      map.clear();
    }
  }
}
