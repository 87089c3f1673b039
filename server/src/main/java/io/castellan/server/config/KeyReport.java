package io.castellan.server.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator should know about the keys that were set: those without effect, by reason, and
 * those nobody knows.
 *
 * @param withoutEffect the keys of stock that change nothing here, by why
 * @param unknown one sentence for each key that no table has, with the name that was perhaps meant
 */
public record KeyReport(Map<KeyEffect, List<String>> withoutEffect, List<String> unknown) {
  static KeyReport of(Settings settings) {
    Map<KeyEffect, List<String>> withoutEffect = new EnumMap<>(KeyEffect.class);
    List<String> unknown = new ArrayList<>();
    for (String name : settings.originals().keySet()) {
      ConfigKey key = settings.table().find(Settings.withoutListener(name));
      if (key == null) {
        unknown.add(sentence(name, settings.table()));
      } else if (key.effect() != KeyEffect.OBEYED) {
        add(withoutEffect, key.effect(), name);
      } else if (!name.equals(key.name()) && !DynamicKeys.acts(name)) {
        add(withoutEffect, KeyEffect.NOT_BY_LISTENER, name);
      }
    }
    return new KeyReport(withoutEffect, unknown);
  }

  static void add(Map<KeyEffect, List<String>> withoutEffect, KeyEffect effect, String name) {
    withoutEffect.computeIfAbsent(effect, e -> new ArrayList<>()).add(name);
  }

  static String sentence(String unknown, ConfigTable table) {
    String nearest = table.nearest(unknown);
    return "unknown key " + unknown + (nearest == null ? "" : ", perhaps " + nearest + " is meant");
  }

  /** One line for each reason: {@code no effect: a, b (logs are not compacted yet)}. */
  public List<String> withoutEffectLines() {
    List<String> lines = new ArrayList<>();
    withoutEffect.forEach(
        (effect, names) ->
            lines.add("no effect: " + String.join(", ", names) + " (" + effect.reason() + ")"));
    return lines;
  }
}
