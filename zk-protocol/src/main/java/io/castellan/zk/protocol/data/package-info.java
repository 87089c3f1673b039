/**
 * Records that requests, replies, transactions and snapshots share. They are values: written once,
 * never changed.
 */
@NullMarked
package io.castellan.zk.protocol.data;

import org.jspecify.annotations.NullMarked;
