package io.castellan.server.zk.request;

import io.castellan.server.zk.txn.PlannedTxn;

/**
 * Answers an operation that goes through the log.
 *
 * @param <R> the operation's request record
 */
public non-sealed interface WriteHandler<R> extends RequestHandler<R> {
  /** Answers, on the ensemble lane, a request whose transaction was applied and is no error. */
  ResponseBody answer(R request, PlannedTxn planned);
}
