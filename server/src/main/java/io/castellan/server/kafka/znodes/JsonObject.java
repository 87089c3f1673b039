package io.castellan.server.kafka.znodes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as read from a znode: values by key, with errors that name the znode and the key.
 * The depth and size of what is read are bounded by the parser and by the size of a znode.
 */
final class JsonObject {
  static final JsonFactory FACTORY = new JsonFactory();

  private final String path;
  private final Map<String, Object> values;

  private JsonObject(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /** Read a znode that must hold an object. */
  static JsonObject parse(String path, byte @Nullable [] data) {
    Object value = parseValue(path, data);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new ZnodeFormatException(path, "expected: a JSON object");
  }

  /** Read a znode: a {@code JsonObject}, {@code List}, {@code String}, {@code Number}, ... */
  static Object parseValue(String path, byte @Nullable [] data) {
    if (data == null || data.length == 0) {
      throw new ZnodeFormatException(path, "no data; expected: JSON");
    }
    try (JsonParser parser = FACTORY.createParser(data)) {
      parser.nextToken();
      Object value = value(path, parser);
      return value == null ? false : value;
    } catch (JsonProcessingException e) {
      throw new ZnodeFormatException(path, "not JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
  }

  private static @Nullable Object value(String path, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new ZnodeFormatException(path, "ends early");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          Object value = value(path, parser);
          if (value != null) {
            values.put(name, value);
          }
        }
        yield new JsonObject(path, values);
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          Object value = value(path, parser);
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_STRING -> parser.getText();
      case FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new ZnodeFormatException(path, "not JSON: " + token);
    };
  }

  /** The keys, in the order in which they stand. */
  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** A string; null when the key is absent. A number reads as its digits. */
  @Nullable String textOrNull(String key) {
    Object value = values.get(key);
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  String text(String key) {
    String text = textOrNull(key);
    if (text == null) {
      throw missing(key, "a string");
    }
    return text;
  }

  int intValue(String key) {
    return Math.toIntExact(longValue(key));
  }

  int intOr(String key, int absent) {
    return values.containsKey(key) ? intValue(key) : absent;
  }

  /** An integer, which old writers also wrote as a string. */
  long longValue(String key) {
    Object value = values.get(key);
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw missing(key, "a number");
      }
    }
    throw missing(key, "a number");
  }

  JsonObject object(String key) {
    if (values.get(key) instanceof JsonObject object) {
      return object;
    }
    throw missing(key, "an object");
  }

  /** An object; an empty one when the key is absent. */
  JsonObject objectOrEmpty(String key) {
    return values.containsKey(key) ? object(key) : new JsonObject(path, Map.of());
  }

  List<Integer> ints(String key) {
    List<Integer> ints = new ArrayList<>();
    for (Object element : list(key)) {
      if (!(element instanceof Number number)) {
        throw missing(key, "a list of numbers");
      }
      ints.add(number.intValue());
    }
    return ints;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key)) {
      texts.add(String.valueOf(element));
    }
    return texts;
  }

  List<JsonObject> objects(String key) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list(key)) {
      if (!(element instanceof JsonObject object)) {
        throw missing(key, "a list of objects");
      }
      objects.add(object);
    }
    return objects;
  }

  private List<?> list(String key) {
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw missing(key, "a list");
  }

  private ZnodeFormatException missing(String key, String expected) {
    return new ZnodeFormatException(path, key + ": " + values.get(key) + "; expected: " + expected);
  }
}
