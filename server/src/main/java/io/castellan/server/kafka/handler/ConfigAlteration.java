package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.kafka.admin.AdminError;
import io.castellan.server.kafka.admin.RefusedException;
import io.castellan.server.kafka.admin.TopicNames;
import io.castellan.server.kafka.admin.TopicSettings;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Alters the settings of one topic: what both requests that alter settings do. A broker's settings
 * cannot be altered while it runs; asking for it is refused in the words in which stock refuses
 * those that only a restart can change.
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

  /** How a topic's settings change. */
  interface Change {
    /**
     * Change them.
     *
     * @param settings the topic's own settings as they stand
     * @return what they shall be
     */
    Map<String, String> apply(Map<String, String> settings) throws RefusedException;
  }

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
    try {
      if (type == ConfigResources.BROKER) {
        ConfigResources.checkBroker(name, member.brokerId());
        if (!names.isEmpty()) {
          throw new RefusedException(
              ErrorCode.INVALID_REQUEST,
              "Cannot update these configs dynamically: Set("
                  + String.join(", ", new TreeSet<>(names))
                  + ")");
        }
        done.accept(DONE);
        return;
      }
      if (type != ConfigResources.TOPIC) {
        throw ConfigResources.unsupported(type);
      }
      checkTopic(name);
    } catch (RefusedException e) {
      done.accept(e.error());
      return;
    }
    String entity = "topics/" + name;
    member
        .topicAdmin()
        .readConfig(
            entity,
            (error, before) -> {
              if (error != ErrorCode.NONE) {
                done.accept(new AdminError(error, null));
                return;
              }
              try {
                Map<String, String> after = change.apply(TopicSettings.copy(before));
                TopicSettings.checkAltered(name, after, config.settings());
                if (validateOnly) {
                  done.accept(DONE);
                } else {
                  write(entity, name, after, done);
                }
              } catch (RefusedException e) {
                done.accept(e.error());
              }
            });
  }

  /** Answers when this broker has taken the settings up, so that who asks next sees them. */
  private void write(
      String entity, String topic, Map<String, String> after, Consumer<AdminError> done) {
    member
        .topicAdmin()
        .setConfig(
            entity,
            after,
            error -> {
              if (error != ErrorCode.NONE) {
                done.accept(new AdminError(error, null));
                return;
              }
              member.await(
                  now -> now.topicConfig(topic).equals(after),
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
