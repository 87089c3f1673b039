package io.castellan.kafka.protocol.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.castellan.kafka.protocol.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The messages of one stock release: their schemas, and the classes generated from them. */
final class StockMessages {

  /** The newest release, from the test class path. */
  static final StockMessages NEWEST = new StockMessages(StockMessages.class.getClassLoader());

  /** The last release with the versions that 4.0 dropped, in a class loader of its own. */
  static final StockMessages OLD = old();

  private final ClassLoader loader;
  private final Class<?> cacheType;
  private final Class<?> accessorType;
  private final Class<?> readableType;
  private final Class<?> writableType;

  private StockMessages(ClassLoader loader) {
    this.loader = loader;
    this.cacheType = load("org.apache.kafka.common.protocol.ObjectSerializationCache");
    this.accessorType = load("org.apache.kafka.common.protocol.ByteBufferAccessor");
    this.readableType = load("org.apache.kafka.common.protocol.Readable");
    this.writableType = load("org.apache.kafka.common.protocol.Writable");
  }

  private static StockMessages old() {
    Path jars = Path.of(Objects.requireNonNull(System.getProperty("castellan.stock.old")));
    ClassLoader logging =
        new ClassLoader(ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.slf4j.")) {
              return StockMessages.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
          }
        };
    try {
      URL[] path = {
        jars.resolve("kafka-clients.jar").toUri().toURL(),
        jars.resolve("kafka-group-coordinator.jar").toUri().toURL(),
      };
      return new StockMessages(new URLClassLoader(path, logging));
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record class of our request or response. */
  static Class<? extends Record> ours(ApiKey key, String kind) {
    String name = "io.castellan.kafka.protocol.message." + key.displayName() + "$" + kind;
    try {
      return Class.forName(name).asSubclass(Record.class);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The schema as JSON, or null when this release has no such message or no version of it. */
  @Nullable Map<String, Object> schema(String message) {
    try (InputStream in = loader.getResourceAsStream("common/message/" + message + ".json")) {
      if (in == null) {
        return null;
      }
      try (JsonParser parser = new JsonFactory().createParser(in)) {
        parser.enable(JsonParser.Feature.ALLOW_COMMENTS);
        parser.nextToken();
        @SuppressWarnings("unchecked") // a schema is an object
        Map<String, Object> schema = (Map<String, Object>) Objects.requireNonNull(value(parser));
        return "none".equals(schema.get("validVersions")) ? null : schema;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, Objects.requireNonNull(value(parser)));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return parser.getText();
  }

  /** The generated class of a message, whether of an API, of the consumers or of a record. */
  private Class<?> generated(String message) throws ClassNotFoundException {
    for (String name :
        List.of(
            "org.apache.kafka.common.message." + message + "Data",
            "org.apache.kafka.common.message." + message)) {
      if (loader.getResource(name.replace('.', '/') + ".class") != null) {
        return loader.loadClass(name);
      }
    }
    return loader.loadClass("org.apache.kafka.coordinator.group.generated." + message);
  }

  /** Reads a message with the generated class and writes it again. */
  byte[] rewritten(String message, short version, byte[] bytes) {
    try {
      Class<?> type = generated(message);
      Object in = accessorType.getConstructor(ByteBuffer.class).newInstance(ByteBuffer.wrap(bytes));
      Object read = type.getConstructor(readableType, short.class).newInstance(in, version);
      Object cache = cacheType.getConstructor().newInstance();
      int size =
          (Integer) type.getMethod("size", cacheType, short.class).invoke(read, cache, version);
      ByteBuffer out = ByteBuffer.allocate(size);
      type.getMethod("write", writableType, cacheType, short.class)
          .invoke(
              read, accessorType.getConstructor(ByteBuffer.class).newInstance(out), cache, version);
      return out.array();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(message + " v" + version, e);
    }
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** A range of versions, inclusive. */
  record Range(int first, int last) {
    static Range of(@Nullable Object text) {
      String range = text == null ? "none" : text.toString().trim();
      if (range.equals("none")) {
        return new Range(0, -1);
      }
      if (range.endsWith("+")) {
        return new Range(Integer.parseInt(range.substring(0, range.length() - 1)), 9999);
      }
      int dash = range.indexOf('-');
      return dash < 0
          ? new Range(Integer.parseInt(range), Integer.parseInt(range))
          : new Range(
              Integer.parseInt(range.substring(0, dash)),
              Integer.parseInt(range.substring(dash + 1)));
    }

    boolean has(int version) {
      return version >= first && version <= last;
    }
  }
}
