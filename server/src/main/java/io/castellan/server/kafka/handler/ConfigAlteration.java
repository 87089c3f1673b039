package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.BrokerLayers;
import io.castellan.server.config.ConfigException;
import io.castellan.server.config.DynamicKeys;
import io.castellan.server.config.SocketLimits;
import io.castellan.server.config.TopicConfig;
import io.castellan.server.kafka.admin.AdminError;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.admin.TopicNames;
import io.castellan.server.kafka.admin.TopicSettings;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Alters the settings of one topic, of this broker, or of all brokers: what both requests that
 * alter settings do. What cannot change while a broker runs is refused in stock's words.
 */
final class ConfigAlteration {
  private static final long VISIBLE_WITHIN_MS = 1000;
  private static final AdminError DONE = new AdminError(ErrorCode.NONE, null);

  private final ClusterMember member;
  private final BrokerConfig config;

  ConfigAlteration(ClusterMember member, BrokerConfig config) {
    this.member = member;
    this.config = config;
  }

  /** How the settings of one resource change. */
  interface Change {
    /**
     * Change them.
     *
     * @param settings the resource's own settings as they stand
     * @return what they shall be
     */
    Map<String, String> apply(Map<String, String> settings) throws RefusedException;
  }

  /** Looks at settings before they are written. */
  private interface Check {
    void check(Map<String, String> after) throws RefusedException;
  }

  /** What is altered: where its settings stand, what they may be, and how they show. */
  private record Target(
      String entity, Check check, BiPredicate<ClusterImage, Map<String, String>> shows) {}

  /**
   * Alter one resource.
   *
   * @param names the settings named in the request
   * @param done takes the outcome, on any thread
   */
  void alter(
      byte type,
      String name,
      Collection<String> names,
      boolean validateOnly,
      Change change,
      Consumer<AdminError> done) {
    Target target;
    try {
      target = target(type, name, names);
    } catch (RefusedException e) {
      done.accept(e.error());
      return;
    }
    member
        .topicAdmin()
        .readConfig(
            target.entity,
            (error, before) -> {
              if (error != ErrorCode.NONE) {
                done.accept(new AdminError(error, null));
                return;
              }
              try {
                Map<String, String> after = change.apply(TopicSettings.copy(before));
                target.check.check(after);
                if (validateOnly || after.equals(before)) {
                  done.accept(DONE);
                } else {
                  write(target, after, done);
                }
              } catch (RefusedException e) {
                done.accept(e.error());
              }
            });
  }

  private Target target(byte type, String name, Collection<String> names) throws RefusedException {
    if (type == ConfigResources.TOPIC) {
      checkTopic(name);
      return new Target(
          "topics/" + name,
          after -> TopicSettings.checkAltered(name, after, layers().effective()),
          (now, after) -> now.topicConfig(name).equals(after));
    }
    if (type == ConfigResources.BROKER) {
      ConfigResources.checkBroker(name, member.brokerId());
      checkDynamic(names);
      String broker = name.isEmpty() ? BrokerLayers.DEFAULT_NAME : name;
      return new Target(
          "brokers/" + broker,
          after -> checkBroker(name, after),
          (now, after) -> now.brokerConfig(broker).equals(after));
    }
    throw ConfigResources.unsupported(type);
  }

  private BrokerLayers layers() {
    return ConfigResources.layers(member, config);
  }

  private static void checkDynamic(Collection<String> names) throws RefusedException {
    TreeSet<String> fixed = new TreeSet<>(names);
    fixed.removeIf(name -> DynamicKeys.acts(name) || DynamicKeys.isUnknown(name));
    if (!fixed.isEmpty()) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST,
          "Cannot update these configs dynamically: Set(" + String.join(", ", fixed) + ")");
    }
  }

  private void checkBroker(String name, Map<String, String> after) throws RefusedException {
    BrokerLayers now = layers();
    BrokerLayers then =
        name.isEmpty()
            ? new BrokerLayers(now.file(), after, now.dynamicBroker())
            : new BrokerLayers(now.file(), now.dynamicDefault(), after);
    try {
      SocketLimits.of(then.effective());
      TopicConfig.of(Map.of(), then.effective());
    } catch (ConfigException e) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST,
          "Invalid config value for resource ConfigResource(type=BROKER, name='"
              + name
              + "'): "
              + e.getMessage());
    }
  }

  /** Answers when this broker has taken the settings up, so that who asks next sees them. */
  private void write(Target target, Map<String, String> after, Consumer<AdminError> done) {
    member
        .topicAdmin()
        .setConfig(
            target.entity,
            after,
            error -> {
              if (error != ErrorCode.NONE) {
                done.accept(new AdminError(error, null));
                return;
              }
              member.await(
                  now -> target.shows.test(now, after),
                  VISIBLE_WITHIN_MS,
                  now -> done.accept(DONE),
                  () -> done.accept(DONE));
            });
  }

  private void checkTopic(String name) throws RefusedException {
    if (name.isEmpty()) {
      throw new RefusedException(
          ErrorCode.INVALID_REQUEST, "Default topic resources are not allowed.");
    }
    TopicNames.checkForm(name);
    if (member.image().topic(name) == null) {
      throw new RefusedException(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + name + "' does not exist.");
    }
  }
}
