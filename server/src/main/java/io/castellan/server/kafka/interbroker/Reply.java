package io.castellan.server.kafka.interbroker;

/**
 * Told what became of a request, once, on the link's event loop.
 *
 * @param <R> the answer
 */
public interface Reply<R extends Record> {
  /**
   * The answer.
   *
   * @param answer its records are views of a buffer that is released when this returns
   */
  void onAnswer(R answer);

  /**
   * No answer will come. The request may have been carried out.
   *
   * @param reason in words for a log line, which name the other broker
   */
  void onFailure(String reason);
}
