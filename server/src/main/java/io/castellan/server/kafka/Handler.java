package io.castellan.server.kafka;

import io.castellan.kafka.protocol.ApiKey;

/**
 * Answers one API. One instance serves all connections, so it holds no state of a request; it is
 * called on the event loop of the connection that asked, must not block, and may complete the
 * answer at once or later from any thread.
 *
 * <p>A handler that throws has a bug: the connection is closed with one log line, the rest of the
 * broker serves on.
 *
 * @param <Q> the request record
 * @param <R> the response record
 */
public interface Handler<Q extends Record, R extends Record> {

  /** The API that it answers. */
  ApiKey api();

  /** The request's class, which is also its schema. */
  Class<Q> requestType();

  /** The response's class, which is also its schema. */
  Class<R> responseType();

  /**
   * Answer one request.
   *
   * @param context who asks, and how
   * @param request what is asked; its buffers live until the answer is completed
   * @param answer to be completed exactly once
   */
  void handle(RequestContext context, Q request, Answer<R> answer);
}
