package io.castellan.server.zk.peer;

import io.castellan.zk.protocol.txn.LoggedTxn;

/**
 * The transaction log, as the txnlog lane uses it. Every method may throw a {@link
 * io.castellan.server.storage.StorageException}, after which the log must not be used any more.
 */
public interface TxnLogWriter extends AutoCloseable {
  /**
   * Add a transaction to the end. It need not be on the disk on return.
   *
   * @return how many bytes it takes in the log
   */
  int append(LoggedTxn txn);

  /** On return, everything appended is on stable storage. */
  void force();

  /** The next transaction starts a new file. */
  void roll();

  @Override
  void close();
}
