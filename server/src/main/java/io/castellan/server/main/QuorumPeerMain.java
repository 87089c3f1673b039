package io.castellan.server.main;

import io.castellan.server.Castellan;
import java.util.Arrays;

/**
 * What {@code zkServer.sh} starts: a ZooKeeper server alone. Arguments: {@code
 * org.apache.zookeeper.server.quorum.QuorumPeerMain}, then those of {@link Castellan}.
 */
public final class QuorumPeerMain {
  private QuorumPeerMain() {}

  /** Drops the name, which stands there for the process table, and runs. */
  public static void main(String[] arguments) {
    Castellan.main(Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length));
  }
}
