/**
 * Who changed what: a line for every change that a client asked for, for every ephemeral node that
 * went with its session, and for the server's start and stop (ZOOKEEPER-1260).
 *
 * <p>The lines and the logger's name ({@code org.apache.zookeeper.audit.Slf4jAuditLogger}) are
 * stock's, for they are what log shippers parse and what logging configurations name.
 *
 * <p>What looks wrong and is right: the ensemble lane makes the texts and another lane writes them,
 * because that lane does not wait for a disk; but when more lines stand in the queue than may, it
 * writes by itself. So a disk that is too slow slows the server down, as with stock, and no line is
 * lost nor memory filled.
 */
@NullMarked
package io.castellan.server.zk.audit;

import org.jspecify.annotations.NullMarked;
