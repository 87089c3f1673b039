package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.DeleteTopics;
import io.castellan.kafka.protocol.message.DeleteTopics.Response.DeletableTopicResult;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.TopicImage;
import io.castellan.server.kafka.controller.ClusterMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deletes topics, and waits until they are gone and their names are free, for as long as the client
 * says. (Stock answers as soon as clients do not see them any more; to create one again can fail
 * then.)
 *
 * <p>Versions 0 to 6. 3: {@code TOPIC_DELETION_DISABLED} instead of {@code INVALID_REQUEST}. 6:
 * topics by id.
 */
public final class DeleteTopicsHandler
    implements Handler<DeleteTopics.Request, DeleteTopics.Response> {
  private static final int FIRST_WITH_DISABLED_ERROR = 3;
  private static final int FIRST_WITH_TOPIC_IDS = 6;

  private final ClusterMember member;
  private final boolean deletable;

  /**
   * @param member deletes them
   * @param deletable {@code delete.topic.enable}
   */
  public DeleteTopicsHandler(ClusterMember member, boolean deletable) {
    this.member = member;
    this.deletable = deletable;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DELETE_TOPICS;
  }

  @Override
  public Class<DeleteTopics.Request> requestType() {
    return DeleteTopics.Request.class;
  }

  @Override
  public Class<DeleteTopics.Response> responseType() {
    return DeleteTopics.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, DeleteTopics.Request request, Answer<DeleteTopics.Response> answer) {
    List<DeleteTopics.Request.DeleteTopicState> wanted = wanted(context, request);
    ClusterImage image = member.image();
    Outcomes<DeletableTopicResult> outcomes =
        new Outcomes<>(wanted.size(), topics -> answer.send(new DeleteTopics.Response(0, topics)));
    for (int i = 0; i < wanted.size(); i++) {
      int slot = i;
      delete(
          wanted.get(i),
          image,
          context.version(),
          request.timeoutMs(),
          outcome -> outcomes.set(slot, outcome));
    }
  }

  private static List<DeleteTopics.Request.DeleteTopicState> wanted(
      RequestContext context, DeleteTopics.Request request) {
    if (context.version() >= FIRST_WITH_TOPIC_IDS) {
      return request.topics();
    }
    List<DeleteTopics.Request.DeleteTopicState> wanted = new ArrayList<>();
    request
        .topicNames()
        .forEach(name -> wanted.add(new DeleteTopics.Request.DeleteTopicState(name, Uuid.ZERO)));
    return wanted;
  }

  private void delete(
      DeleteTopics.Request.DeleteTopicState wanted,
      ClusterImage image,
      int version,
      int timeoutMs,
      Consumer<DeletableTopicResult> done) {
    String asked = wanted.name();
    if (!member.isController()) {
      done.accept(outcome(asked, wanted.topicId(), ErrorCode.NOT_CONTROLLER, null));
      return;
    }
    if (!deletable) {
      done.accept(
          outcome(
              asked,
              wanted.topicId(),
              version < FIRST_WITH_DISABLED_ERROR
                  ? ErrorCode.INVALID_REQUEST
                  : ErrorCode.TOPIC_DELETION_DISABLED,
              null));
      return;
    }
    if ((asked == null) == wanted.topicId().isZero()) {
      done.accept(
          outcome(
              asked,
              wanted.topicId(),
              ErrorCode.INVALID_REQUEST,
              "Topic name and topic ID can not both be specified."));
      return;
    }
    TopicImage topic = asked == null ? image.topic(wanted.topicId()) : image.topic(asked);
    if (topic == null) {
      done.accept(
          outcome(
              asked,
              wanted.topicId(),
              asked == null ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
              null));
      return;
    }
    request(topic, timeoutMs, done);
  }

  private void request(TopicImage topic, int timeoutMs, Consumer<DeletableTopicResult> done) {
    member
        .topicAdmin()
        .requestDeletion(
            topic.name(),
            error -> {
              if (error != ErrorCode.NONE) {
                done.accept(outcome(topic.name(), topic.id(), error, null));
                return;
              }
              member.await(
                  now -> isGone(now, topic) && !member.isToBeDeleted(topic.name()),
                  timeoutMs,
                  now -> done.accept(outcome(topic.name(), topic.id(), ErrorCode.NONE, null)),
                  () ->
                      done.accept(
                          outcome(topic.name(), topic.id(), ErrorCode.REQUEST_TIMED_OUT, null)));
            });
  }

  /** Gone, or already replaced by another topic of the same name. */
  private static boolean isGone(ClusterImage now, TopicImage topic) {
    TopicImage there = now.topic(topic.name());
    return there == null || !there.id().equals(topic.id());
  }

  private static DeletableTopicResult outcome(
      @Nullable String name, Uuid id, ErrorCode error, @Nullable String message) {
    return new DeletableTopicResult(name, id, error.code(), message);
  }
}
