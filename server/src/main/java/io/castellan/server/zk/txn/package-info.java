/**
 * Planning: from what a client asks to what will stand in the log.
 *
 * <p>Core. {@link io.castellan.server.zk.txn.TxnPlanner} checks a request against the tree as it
 * will be once everything outstanding is committed ({@link
 * io.castellan.server.zk.txn.PendingChanges}), and turns it into a transaction whose values no
 * longer depend on anything: the final path, the new versions, the identities filled in.
 *
 * <p>What looks wrong and is right: a request that fails gets a transaction too, and a zxid. Every
 * server of an ensemble then counts alike, and a client sees its failure no earlier than the
 * transactions before it.
 */
@NullMarked
package io.castellan.server.zk.txn;

import org.jspecify.annotations.NullMarked;
