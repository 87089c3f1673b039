/**
 * What an operator looks into and repairs a stopped server's files with: the log and snapshot tools
 * of stock, with their arguments, their output and their exit codes.
 *
 * <p>Each tool is a function of its arguments and its three streams, and returns an exit code. None
 * of them builds a tree or holds more of a file than one entry, so that they work where the server
 * no longer does: on a small machine, on a file of any size, on one that is damaged.
 *
 * <p>What looks wrong and is right: the parts of a multi are shown as the bytes that they are in
 * the log, because scripts that search stock's output expect them so; a snapshot is read twice,
 * because the number of its nodes stands in front of them, and because a damaged one is then told
 * before anything is printed. What is not as in stock: a log is never chopped to a file that
 * exists, and an entry that cannot be understood is named and passed over, where stock ends with a
 * stack trace.
 */
@NullMarked
package io.castellan.server.zk.tool;

import org.jspecify.annotations.NullMarked;
