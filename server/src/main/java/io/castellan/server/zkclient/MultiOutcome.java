package io.castellan.server.zkclient;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.ErrorResult;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiResult;

/**
 * Finds the error of a multi, which stands in its results and not in the reply's header: of the
 * parts of a multi that failed, those before the failing one carry 0, those after it
 * RUNTIME_INCONSISTENCY.
 */
final class MultiOutcome {
  private MultiOutcome() {}

  static <T> ZkResult<T> judge(T response) {
    if (response instanceof Multi.Response multi) {
      for (MultiResult result : multi.results()) {
        if (result instanceof ErrorResult error && error.err() != KeeperError.OK.code()) {
          KeeperError known = KeeperError.fromCode(error.err());
          return new ZkResult<>(known == null ? KeeperError.SYSTEM_ERROR : known, response);
        }
      }
    }
    return new ZkResult<>(KeeperError.OK, response);
  }
}
