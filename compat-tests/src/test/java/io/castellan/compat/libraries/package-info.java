/**
 * The client libraries that applications reach ZooKeeper with, the real ones, against our process:
 * Curator from Maven's repository, and kazoo, the C client and node-zookeeper-client where the
 * machine has them. What is not installed is skipped, with the name of the package to install.
 */
@NullMarked
package io.castellan.compat.libraries;

import org.jspecify.annotations.NullMarked;
