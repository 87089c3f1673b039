package io.castellan.server.zk.request;

/**
 * Answers an operation that changes nothing.
 *
 * @param <R> the operation's request record
 */
public non-sealed interface ReadHandler<R> extends RequestHandler<R> {
  /** Answers, on the ensemble lane, with the tree as it is now. */
  ResponseBody answer(R request, Client client);
}
