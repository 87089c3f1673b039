package io.castellan.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Rules that turn Kerberos principals into short names, in the notation of MIT Kerberos' {@code
 * auth_to_local}: the first rule that fits decides. {@code DEFAULT} takes the service of principals
 * of the machine's own realm; {@code RULE:[n:format](regex)s/from/to/g} fits principals of n parts
 * whose formatted name matches, and edits that name. Immutable.
 */
public final class ShortNames {
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(?:(DEFAULT)|RULE:\\[(\\d+):([^\\]]*)](?:\\(([^)]*)\\))?"
              + "(?:s/([^/]*)/([^/]*)/(g)?)?)\\s*");
  private static final Pattern PLACE = Pattern.compile("\\$(\\d)");

  private final List<Rule> rules;
  private final String ownRealm;

  private ShortNames(List<Rule> rules, String ownRealm) {
    this.rules = rules;
    this.ownRealm = ownRealm;
  }

  /** One rule; the one without a format is {@code DEFAULT}. */
  private record Rule(
      int parts,
      @Nullable String format,
      @Nullable Pattern match,
      @Nullable Pattern from,
      String to,
      boolean all) {
    @Nullable String apply(KerberosName name, String ownRealm) {
      if (format == null) {
        return name.realm().equals(ownRealm) ? name.service() : null;
      }
      if (parts != (name.host().isEmpty() ? 1 : 2)) {
        return null;
      }
      String[] values = {name.realm(), name.service(), name.host()};
      String text =
          PLACE
              .matcher(format)
              .replaceAll(
                  place -> {
                    int at = Integer.parseInt(place.group(1));
                    return Matcher.quoteReplacement(at < values.length ? values[at] : "");
                  });
      if (match != null && !match.matcher(text).matches()) {
        return null;
      }
      if (from == null) {
        return text;
      }
      return all ? from.matcher(text).replaceAll(to) : from.matcher(text).replaceFirst(to);
    }
  }

  /**
   * Reads rules, which stand one after another.
   *
   * @param ownRealm the machine's realm
   * @throws IllegalArgumentException naming the text that is no rule
   */
  public static ShortNames parse(String text, String ownRealm) {
    List<Rule> rules = new ArrayList<>();
    Matcher next = RULE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      next.region(at, text.length());
      if (!next.lookingAt()) {
        throw new IllegalArgumentException(
            "rule: "
                + text.substring(at)
                + " (expected: DEFAULT or RULE:[n:format](regex)s/a/b/g)");
      }
      rules.add(rule(next));
      at = next.end();
    }
    return new ShortNames(List.copyOf(rules), ownRealm);
  }

  private static Rule rule(Matcher found) {
    if (found.group(1) != null) {
      return new Rule(0, null, null, null, "", false);
    }
    String to = found.group(6);
    return new Rule(
        Integer.parseInt(found.group(2)),
        found.group(3),
        pattern(found.group(4)),
        pattern(found.group(5)),
        to == null ? "" : to,
        found.group(7) != null);
  }

  private static @Nullable Pattern pattern(@Nullable String text) {
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "rule: " + text + " (expected: a regular expression, " + e.getDescription() + ")", e);
    }
  }

  /**
   * The short name of a principal; a simple name is its own.
   *
   * @return null when no rule fits
   */
  public @Nullable String of(KerberosName name) {
    if (name.isSimple()) {
      return name.service();
    }
    for (Rule rule : rules) {
      String result = rule.apply(name, ownRealm);
      if (result != null) {
        return result;
      }
    }
    return null;
  }
}
