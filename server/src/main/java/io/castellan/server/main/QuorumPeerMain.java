package io.castellan.server.main;

import io.castellan.server.Castellan;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code zkServer.sh} starts: a ZooKeeper server alone. Arguments, as a process table shows
 * them for stock: {@code org.apache.zookeeper.server.quorum.QuorumPeerMain zoo.cfg}.
 */
public final class QuorumPeerMain {
  private QuorumPeerMain() {}

  /** Drops the name, which stands there for the process table, and runs. */
  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(List.of("run"));
    if (arguments.length > 1) {
      words.add("--zoo-cfg");
      words.addAll(List.of(arguments).subList(1, arguments.length));
    }
    Castellan.main(words.toArray(new String[0]));
  }
}
