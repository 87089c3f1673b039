package io.castellan.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One key as DescribeConfigs answers it.
 *
 * @param name the key
 * @param type its type, or null for a key that no table has
 * @param value the value that counts; null when unset, secret, or of an unknown key
 * @param source where it comes from
 * @param sensitive whether the value is withheld
 * @param readOnly whether it can only be changed in the file
 * @param synonyms the value in every place that sets it, the strongest first
 * @param meaning one sentence; empty for an unknown key
 */
public record ConfigDescription(
    String name,
    @Nullable ValueType type,
    @Nullable String value,
    ConfigSource source,
    boolean sensitive,
    boolean readOnly,
    List<Synonym> synonyms,
    String meaning) {

  /** A value and the place that sets it. */
  public record Synonym(String name, @Nullable String value, ConfigSource source) {}

  // Groups of keys with one meaning in different units or grains, the strongest first.
  private static final List<List<String>> GROUPS =
      List.of(
          List.of("log.roll.ms", "log.roll.hours"),
          List.of("log.roll.jitter.ms", "log.roll.jitter.hours"),
          List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours"),
          List.of("log.flush.interval.ms", "log.flush.scheduler.interval.ms"));

  /** Every key of a topic, by name. */
  public static List<ConfigDescription> ofTopic(
      Map<String, String> overrides, BrokerLayers layers) {
    Settings topic = TopicConfig.settings(overrides, layers.effective());
    List<ConfigDescription> all = new ArrayList<>();
    for (ConfigKey key : ConfigTable.topic().keys()) {
      if (key.line().equals("3.9") || topic.isSet(key.name())) {
        String value = shown(key, topic.text(key.name()));
        List<Synonym> synonyms = new ArrayList<>();
        if (topic.isSet(key.name())) {
          synonyms.add(new Synonym(key.name(), value, ConfigSource.TOPIC));
        }
        if (!key.inherits().isEmpty()) {
          synonyms.addAll(synonyms(key.inherits().get(0), layers));
        }
        all.add(describe(key, value, synonyms, false));
      }
    }
    return all;
  }

  /** Every key of a broker, and what else its file sets, by name. */
  public static List<ConfigDescription> ofBroker(BrokerLayers layers) {
    Settings effective = layers.effective();
    Set<String> names = new TreeSet<>(effective.originals().keySet());
    for (ConfigKey key : effective.table().keys()) {
      if (key.line().equals("3.9")) {
        names.add(key.name());
      }
    }
    List<ConfigDescription> all = new ArrayList<>();
    for (String name : names) {
      ConfigKey key = effective.table().find(Settings.withoutListener(name));
      List<Synonym> synonyms = synonyms(name, layers);
      if (key == null) {
        all.add(unknown(name, synonyms));
      } else {
        String text =
            name.equals(key.name()) ? effective.text(name) : effective.originals().get(name);
        ConfigDescription described = describe(key, shown(key, text), synonyms, key.isReadOnly());
        all.add(described.named(name));
      }
    }
    return all;
  }

  /** What the cluster sets for all brokers, by name; nothing else. */
  public static List<ConfigDescription> ofBrokerDefaults(BrokerLayers layers) {
    List<ConfigDescription> all = new ArrayList<>();
    for (Map.Entry<String, String> entry : layers.dynamicDefault().entrySet()) {
      String name = entry.getKey();
      ConfigKey key = layers.file().table().find(Settings.withoutListener(name));
      List<Synonym> synonyms =
          synonyms(name, layers).stream()
              .filter(s -> s.source() == ConfigSource.DYNAMIC_DEFAULT)
              .toList();
      all.add(
          key == null
              ? unknown(name, synonyms)
              : describe(key, shown(key, entry.getValue()), synonyms, key.isReadOnly())
                  .named(name));
    }
    return all;
  }

  private ConfigDescription named(String other) {
    return new ConfigDescription(
        other, type, value, source, sensitive, readOnly, synonyms, meaning);
  }

  private static ConfigDescription describe(
      ConfigKey key, @Nullable String value, List<Synonym> synonyms, boolean readOnly) {
    return new ConfigDescription(
        key.name(),
        key.type(),
        value,
        source(synonyms),
        key.isSensitive(),
        readOnly,
        List.copyOf(synonyms),
        key.meaning());
  }

  // Stock withholds the value of a key that it does not know: it might be a plug-in's password.
  private static ConfigDescription unknown(String name, List<Synonym> synonyms) {
    List<Synonym> withheld =
        synonyms.stream().map(s -> new Synonym(s.name(), null, s.source())).toList();
    return new ConfigDescription(name, null, null, source(synonyms), true, true, withheld, "");
  }

  private static ConfigSource source(List<Synonym> synonyms) {
    return synonyms.isEmpty() ? ConfigSource.DEFAULT : synonyms.get(0).source();
  }

  /**
   * The values of a broker key and of those that share its meaning, place by place. As in stock,
   * those before the key's own first value are left out: {@code retention.ms} has no synonym while
   * only {@code log.retention.hours} is set.
   */
  private static List<Synonym> synonyms(String name, BrokerLayers layers) {
    List<String> group = group(name);
    List<Synonym> found = new ArrayList<>();
    for (ConfigSource source : ConfigSource.values()) {
      for (String member : group) {
        String text = text(member, source, layers);
        if (text != null && (!found.isEmpty() || member.equals(name))) {
          ConfigKey key = layers.file().table().find(Settings.withoutListener(member));
          found.add(new Synonym(member, key == null ? text : shown(key, text), source));
        }
      }
    }
    return found;
  }

  private static List<String> group(String name) {
    String plain = Settings.withoutListener(name);
    if (!plain.equals(name)) {
      return List.of(name, plain);
    }
    for (List<String> group : GROUPS) {
      if (group.contains(name)) {
        return group;
      }
    }
    return List.of(name);
  }

  private static @Nullable String text(String name, ConfigSource source, BrokerLayers layers) {
    ConfigKey key = layers.file().table().find(name);
    return switch (source) {
      case TOPIC -> null;
      case DYNAMIC_BROKER -> layers.dynamicBroker().get(name);
      case DYNAMIC_DEFAULT -> layers.dynamicDefault().get(name);
      case STATIC_BROKER -> layers.file().originals().get(name);
      case DEFAULT -> key == null ? null : key.defaultText();
    };
  }

  /**
   * A value as stock writes it: numbers and words without blanks, lists with bare commas, secrets
   * not at all.
   */
  private static @Nullable String shown(ConfigKey key, @Nullable String text) {
    if (text == null || key.isSensitive()) {
      return null;
    }
    Object value = key.type().parse(key.name(), text);
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
