/**
 * Stock ZooKeeper clients and servers against ours: what a user types and sees, and what is on
 * disk.
 *
 * <p>What is right is not written down here: a stock server is asked the same in the same run, and
 * the answers must be equal. So the tests need no golden files, which would show what some release
 * answered on some day.
 */
@NullMarked
package io.castellan.compat.zk;

import org.jspecify.annotations.NullMarked;
