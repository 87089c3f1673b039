/**
 * Transactions: what a leader has decided, as it is proposed to the ensemble and stands in the log.
 *
 * <p>One serialized form serves both: {@link io.castellan.zk.protocol.txn.LoggedTxn} is header,
 * record and, optionally, the digest of the tree afterwards. A record does not say which of two
 * operations it belongs to (create and create2, delete and deleteContainer, setData and reconfig);
 * the type beside it does.
 *
 * <p>What looks wrong and is right: a create may end before its last field, as ZooKeeper before 3.4
 * wrote it; the record of closeSession may be missing altogether; and bytes that follow a record
 * and are no digest are ignored.
 */
@NullMarked
package io.castellan.zk.protocol.txn;

import org.jspecify.annotations.NullMarked;
