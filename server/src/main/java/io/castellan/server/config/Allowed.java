package io.castellan.server.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values of its type a key admits, parsed from the notation of the key tables:
 *
 * <pre>
 * -                        every value
 * [1,...]                  a number from 1 on
 * [1,...,9]                a number from 1 to 9
 * [1,...,9] or -1          the same, or -1
 * {a, b}                   one of the words; of a list, each element
 * anycase {a, b}           the same, in any case
 * nonempty                 text or list that is not empty
 * version                  a release of Kafka: 2.8, 2.8.1, 3.0-IV1
 * throttled                replicas: empty, *, or partition:broker pairs
 * </pre>
 */
public sealed interface Allowed {
  /** What the value should have been, or null when it is allowed. */
  @Nullable String objection(Object value);

  /** Every value of the type. */
  record Any() implements Allowed {
    @Override
    public @Nullable String objection(Object value) {
      return null;
    }
  }

  /**
   * A number from {@code min} to {@code max}, both included.
   *
   * @param max null when there is no upper limit
   * @param besides one value outside that is allowed too, or null
   */
  record NumberRange(BigDecimal min, @Nullable BigDecimal max, @Nullable BigDecimal besides)
      implements Allowed {
    @Override
    public @Nullable String objection(Object value) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number)) {
        return "Value must be at least " + min;
      }
      BigDecimal exact =
          value instanceof Double
              ? BigDecimal.valueOf(number)
              : BigDecimal.valueOf(((Number) value).longValue());
      if (besides != null && exact.compareTo(besides) == 0) {
        return null;
      }
      if (exact.compareTo(min) < 0) {
        return "Value must be at least " + min + (besides == null ? "" : " or equal to " + besides);
      }
      return max != null && exact.compareTo(max) > 0 ? "Value must be no more than " + max : null;
    }
  }

  /** One of these words; of a list, every element. */
  record OneOf(List<String> words, boolean anyCase) implements Allowed {
    @Override
    public @Nullable String objection(Object value) {
      List<?> given = value instanceof List<?> list ? list : List.of(value);
      return given.stream().allMatch(v -> has(v.toString()))
          ? null
          : "String must be one of: " + String.join(", ", words);
    }

    private boolean has(String word) {
      return words.contains(anyCase ? word.toUpperCase(Locale.ROOT) : word);
    }
  }

  /** Text or a list with something in it. */
  record NonEmpty() implements Allowed {
    @Override
    public @Nullable String objection(Object value) {
      boolean empty = value instanceof List<?> list ? list.isEmpty() : value.toString().isEmpty();
      return empty ? "Value must be non-empty" : null;
    }
  }

  /** Text of a fixed shape. */
  record Shaped(Pattern pattern, String expectation) implements Allowed {
    @Override
    public @Nullable String objection(Object value) {
      String text =
          value instanceof List<?> list
              ? String.join(",", list.stream().map(Object::toString).toList())
              : value.toString();
      return pattern.matcher(text).matches() ? null : expectation;
    }
  }

  /** Reads the notation above. */
  static Allowed parse(String notation) {
    return switch (notation) {
      case "-" -> new Any();
      case "nonempty" -> new NonEmpty();
      case "version" ->
          new Shaped(
              Pattern.compile("\\d+\\.\\d+(\\.\\d+){0,2}(-IV\\d+)?"),
              "Version must be a release, such as 2.8 or 3.0-IV1");
      case "throttled" ->
          new Shaped(
              Pattern.compile("|\\*|\\d+:\\d+(,\\d+:\\d+)*"),
              "Value must be empty, *, or [partitionId]:[brokerId],[partitionId]:[brokerId],...");
      default -> notation.startsWith("[") ? range(notation) : words(notation);
    };
  }

  private static Allowed range(String notation) {
    int end = notation.indexOf(']');
    String[] limits = notation.substring(1, end).split(",", -1);
    String besides = notation.substring(end + 1).replace("or", "").trim();
    return new NumberRange(
        new BigDecimal(limits[0]),
        limits.length > 2 ? new BigDecimal(limits[2]) : null,
        besides.isEmpty() ? null : new BigDecimal(besides));
  }

  private static Allowed words(String notation) {
    int open = notation.indexOf('{');
    return new OneOf(
        List.of(notation.substring(open + 1, notation.length() - 1).split(", ", -1)),
        notation.startsWith("anycase"));
  }
}
