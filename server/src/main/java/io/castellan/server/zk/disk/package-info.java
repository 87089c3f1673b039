/**
 * ZooKeeper's files: transaction logs and snapshots, byte for byte as a stock server of any release
 * from 3.4 to 3.9 reads them, and reads them ours.
 *
 * <p>What looks wrong and is right: a new log file is begun at every start, although the last one
 * has room; a stock server does so too, and so nothing is ever appended behind a tail that may be
 * torn. A snapshot is written under another name and renamed once it is forced, which costs a
 * moment that a stock server does not take, and means that a name is a promise.
 *
 * <p>A torn tail is what a crash leaves of writes that were never acknowledged: it is cut off, and
 * told of. Damage that has whole transactions behind it was not made by a crash; the server refuses
 * to start and names the file and the position.
 */
@NullMarked
package io.castellan.server.zk.disk;

import org.jspecify.annotations.NullMarked;
