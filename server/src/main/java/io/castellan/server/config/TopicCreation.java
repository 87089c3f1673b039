package io.castellan.server.config;

/**
 * How topics come and go.
 *
 * @param autoCreate whether a Metadata request for an unknown topic creates it
 * @param deletable whether topics may be deleted
 * @param partitionCount of a topic that is created without one
 * @param replicationFactor of a topic that is created without one
 */
public record TopicCreation(
    boolean autoCreate, boolean deletable, int partitionCount, int replicationFactor) {
  static TopicCreation of(Settings settings) {
    return new TopicCreation(
        settings.getBoolean("auto.create.topics.enable"),
        settings.getBoolean("delete.topic.enable"),
        settings.getInt("num.partitions"),
        settings.getInt("default.replication.factor"));
  }
}
