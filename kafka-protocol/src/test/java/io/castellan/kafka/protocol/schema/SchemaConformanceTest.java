package io.castellan.kafka.protocol.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.Bytes;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.schema.StockMessages.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every message, every version, every field, compared with the stock schema resources. */
class SchemaConformanceTest {

  /** Fields that the newest release calls otherwise. */
  private static final Map<String, String> RENAMED =
      Map.of("TxnOffsetCommitRequest.generationId", "generationIdOrMemberEpoch");

  @Test
  void everyFieldOfEveryVersionIsThatOfTheNewestRelease() {
    int compared = compare(StockMessages.NEWEST);

    assertTrue(compared > 300, compared + " schemas");
  }

  @Test
  void everyFieldOfEveryVersionIsThatOfTheReleaseBeforeTheOldVersionsWent() {
    int compared = compare(StockMessages.OLD);

    assertTrue(compared > 300, compared + " schemas");
  }

  @Test
  void everyServedVersionIsInOneOfTheReleases() {
    for (ApiKey key : ApiKey.values()) {
      for (String kind : List.of("Request", "Response")) {
        for (short version = key.minVersion(); version <= key.maxVersion(); version++) {
          String message = key.displayName() + kind;
          assertTrue(
              has(StockMessages.NEWEST, message, version)
                  || has(StockMessages.OLD, message, version),
              message + " v" + version);
        }
      }
    }
  }

  private static boolean has(StockMessages stock, String message, int version) {
    Map<String, Object> schema = stock.schema(message);
    return schema != null && Range.of(schema.get("validVersions")).has(version);
  }

  private static int compare(StockMessages stock) {
    int compared = 0;
    for (ApiKey key : ApiKey.values()) {
      Map<String, Object> request = stock.schema(key.displayName() + "Request");
      if (request != null && "true".equals(request.get("latestVersionUnstable"))) {
        // A preview: 3.9 has version 0 of the share APIs, which changed before it was released.
        if (stock == StockMessages.OLD) {
          continue;
        }
      }
      for (String kind : List.of("Request", "Response")) {
        compared += compare(stock, key, kind);
      }
    }
    return compared;
  }

  private static int compare(StockMessages stock, ApiKey key, String kind) {
    String message = key.displayName() + kind;
    Map<String, Object> schema = stock.schema(message);
    if (schema == null) {
      return 0;
    }
    assertEquals(String.valueOf(key.id()), schema.get("apiKey"), message);
    // Whether a loss matters is the newest release's word: it changed for names that ids
    // replaced.
    boolean ignorables =
        stock == StockMessages.NEWEST || StockMessages.NEWEST.schema(message) == null;
    return compare(message, schema, StockMessages.ours(key, kind), key::serves, ignorables);
  }

  /** Compares the versions that both have. */
  static int compare(
      String message,
      Map<String, Object> schema,
      Class<? extends Record> type,
      IntPredicate has,
      boolean ignorables) {
    Range flexible = Range.of(schema.get("flexibleVersions"));
    Map<String, List<Map<String, Object>>> common = new HashMap<>();
    for (Map<String, Object> struct : objects(schema.get("commonStructs"))) {
      common.put(String.valueOf(struct.get("name")), objects(struct.get("fields")));
    }
    Range valid = Range.of(schema.get("validVersions"));
    int compared = 0;
    for (int version = valid.first(); version <= valid.last(); version++) {
      if (!has.test(version)) {
        continue;
      }
      MessageSchema ours = MessageSchema.of(type, version);
      assertEquals(flexible.has(version), ours.flexible(), message + " v" + version);
      List<String> expected = new ArrayList<>();
      expect(message, "", objects(schema.get("fields")), common, version, expected);
      List<String> actual = new ArrayList<>();
      describe("", ours, actual);
      assertEquals(text(expected, ignorables), text(actual, ignorables), message + " v" + version);
      compared++;
    }
    return compared;
  }

  private static String text(List<String> lines, boolean ignorables) {
    String text = String.join("\n", lines);
    return ignorables ? text : text.replace(" ignorable", "");
  }

  /** One line for each field that a version has. */
  private static void expect(
      String message,
      String path,
      List<Map<String, Object>> fields,
      Map<String, List<Map<String, Object>>> common,
      int version,
      List<String> lines) {
    for (Map<String, Object> field : fields) {
      String stockName = String.valueOf(field.get("name"));
      String name = Character.toLowerCase(stockName.charAt(0)) + stockName.substring(1);
      name = RENAMED.getOrDefault(message + "." + name, name);
      if (!Range.of(field.get("versions")).has(version)) {
        continue;
      }
      String type = String.valueOf(field.get("type"));
      String base = type.replace("[]", "");
      boolean struct = Character.isUpperCase(base.charAt(0));
      boolean tagged = Range.of(field.get("taggedVersions")).has(version);
      boolean nullable = Range.of(field.get("nullableVersions")).has(version);
      lines.add(
          path
              + name
              + " "
              + (struct ? type.replace(base, "struct") : type)
              + (nullable ? " nullable" : "")
              + (tagged ? " tag " + field.get("tag") : "")
              + ("true".equals(field.get("ignorable")) ? " ignorable" : "")
              + (struct && !type.startsWith("[]") && !"null".equals(field.get("default"))
                  ? ""
                  : " default " + defaultText(type, (String) field.get("default"))));
      if (struct) {
        List<Map<String, Object>> nested = objects(field.get("fields"));
        expect(
            message,
            path + name + ".",
            nested.isEmpty() ? Objects.requireNonNull(common.get(base)) : nested,
            common,
            version,
            lines);
      }
    }
  }

  private static String defaultText(String type, @Nullable String text) {
    if ("null".equals(text)) {
      return "null";
    }
    if (type.startsWith("[]")) {
      return "[]";
    }
    return switch (type) {
      case "bool" -> text == null ? "false" : text;
      case "int8", "int16", "uint16", "int32", "int64" ->
          String.valueOf(text == null ? 0 : Long.decode(text));
      case "float64" -> text == null ? "0.0" : String.valueOf(Double.valueOf(text));
      case "uuid" -> Uuid.ZERO.toString();
      case "string" -> "'" + (text == null ? "" : text) + "'";
      case "bytes" -> Bytes.EMPTY.toString();
      default -> "null";
    };
  }

  private static void describe(String path, MessageSchema schema, List<String> lines) {
    for (FieldSchema field : schema.fields()) {
      if (!field.present()) {
        continue;
      }
      FieldType type = field.type();
      boolean array = type instanceof FieldType.ArrayOf;
      FieldType element = type instanceof FieldType.ArrayOf list ? list.element() : type;
      Object defaultValue = field.defaultValue();
      boolean struct = element instanceof FieldType.Struct;
      lines.add(
          path
              + field.name()
              + " "
              + (array ? "[]" : "")
              + (element instanceof FieldType.Scalar scalar ? name(scalar) : "struct")
              + (field.nullable() ? " nullable" : "")
              + (field.isTagged() ? " tag " + field.tag() : "")
              + (field.ignorable() ? " ignorable" : "")
              + (struct && !array && defaultValue != null
                  ? ""
                  : " default "
                      + (defaultValue instanceof String
                          ? "'" + defaultValue + "'"
                          : defaultValue)));
      if (element instanceof FieldType.Struct nested) {
        describe(path + field.name() + ".", nested.schema(), lines);
      }
    }
  }

  private static String name(FieldType.Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> "bool";
      case INT8 -> "int8";
      case INT16 -> "int16";
      case UINT16 -> "uint16";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case FLOAT64 -> "float64";
      case UUID -> "uuid";
      case STRING -> "string";
      case BYTES -> "bytes";
      case RECORDS -> "records";
    };
  }

  @SuppressWarnings("unchecked") // arrays of objects, by the form of a schema
  private static List<Map<String, Object>> objects(@Nullable Object array) {
    return array == null ? List.of() : (List<Map<String, Object>>) array;
  }
}
