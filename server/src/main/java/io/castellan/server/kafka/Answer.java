package io.castellan.server.kafka;

/**
 * The one answer to one request. Exactly one of its methods is called, once, on any thread; a later
 * call is ignored, and releases what the response holds.
 *
 * <p>Completing the answer releases the request's frame.
 *
 * @param <R> the response record
 */
public interface Answer<R extends Record> {

  /** Answer; buffers and file regions in the response become the connection's. */
  void send(R response);

  /** There is no answer to this request: a produce request with acks=0. */
  void none();

  /**
   * Close the connection instead of answering, after the answers before this one.
   *
   * @param why for the log line
   */
  void close(String why);
}
