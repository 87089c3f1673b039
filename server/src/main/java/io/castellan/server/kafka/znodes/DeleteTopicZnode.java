package io.castellan.server.kafka.znodes;

/** {@code /admin/delete_topics/<topic>}: the wish that a topic be deleted. It has no data. */
public final class DeleteTopicZnode {
  /** The parent of all such wishes. */
  public static final String PARENT = "/admin/delete_topics";

  private DeleteTopicZnode() {}

  /** The path of the wish to delete a topic. */
  public static String path(String topic) {
    return PARENT + "/" + topic;
  }
}
