package io.castellan.compat.zk;

import io.castellan.compat.harness.StockRelease;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user types into zkCli.sh: every command that issues ask of a standalone server, right and
 * wrong, in the words that the release knows.
 */
final class CliScript {
  private CliScript() {}

  /** The script for a release's shell, below a znode of its own that is named {@code root}. */
  static List<String> of(StockRelease release, String root) {
    List<String> script = new ArrayList<>(COMMON);
    script.addAll(release.isAtLeast(3, 5) ? SINCE_3_5 : UNTIL_3_4);
    script.addAll(release.isAtLeast(3, 6) ? SINCE_3_6 : List.of());
    script.addAll(ACCESS);
    // The first stops at the node that is bob's, and says so.
    String deleteAll = release.isAtLeast(3, 5) ? "deleteall /app" : "rmr /app";
    script.addAll(List.of(deleteAll, "delete /app/secret", deleteAll, "ls /", "stat /", "quit"));
    return script.stream().map(line -> line.replace("/app", root)).toList();
  }

  /** Words that have not changed since 3.4. */
  private static final List<String> COMMON =
      List.of(
          "ls /",
          "create /app first",
          "create /app again",
          "create /missing/child data",
          "create -s /app/job- one",
          "create -s /app/job- two",
          "create -e /app/worker here",
          "create -e -s /app/worker- here",
          "create /app/worker/child data",
          "create /app/config {\"a\":1}",
          "create /app/config/deep below",
          "ls /app",
          "ls /missing",
          "get /app/config",
          "get /missing",
          "set /app/config {\"a\":2}",
          "set /missing data",
          "stat /app/config",
          "stat /missing",
          "stat /app/worker",
          "delete /app/config",
          "delete /missing",
          "delete /app/config/deep",
          "delete /app/config",
          "getAcl /app",
          "getAcl /missing");

  private static final List<String> UNTIL_3_4 =
      List.of(
          "ls2 /app",
          "ls2 /missing",
          "create /app/watched 0",
          "get /app/watched true",
          "set /app/watched 1",
          "set /app/watched 2 1",
          "set /app/watched 3 1",
          "ls /app/watched true",
          "create /app/watched/child x",
          "stat /app/watched/child true",
          "delete /app/watched/child 7",
          "delete /app/watched/child 0",
          "listquota /app",
          "sync /app");

  private static final List<String> SINCE_3_5 =
      List.of(
          "ls -s /app",
          "ls -R /app",
          "ls -s /missing",
          "create -c /app/container x",
          "create -c /app/container/child x",
          "create -t 3600000 /app/ttl x",
          "get -s /app/container",
          "create /app/empty",
          "get -s /app/empty",
          "create /app/watched 0",
          "get -s -w /app/watched",
          "set /app/watched 1",
          "set -s -v 1 /app/watched 2",
          "set -v 1 /app/watched 3",
          "ls -w /app/watched",
          "create /app/watched/child x",
          "stat -w /app/watched/child",
          "delete -v 7 /app/watched/child",
          "delete -v 0 /app/watched/child",
          "removewatches /app",
          "removewatches /nowhere",
          "getAcl -s /app",
          "listquota /app",
          "setquota -n 100 /app",
          "listquota /app",
          "delquota -n /app",
          "sync /app",
          "getEphemerals /app");

  private static final List<String> SINCE_3_6 =
      List.of(
          "addWatch -m PERSISTENT /app/config2",
          "create /app/config2 x",
          "set /app/config2 y",
          "addWatch -m PERSISTENT_RECURSIVE /app/config2",
          "create /app/config2/below x",
          "getAllChildrenNumber /app",
          "deleteall /app/config2",
          "sync /app");

  /** Access lists; the last commands are another user's who has not said who he is. */
  private static final List<String> ACCESS =
      List.of(
          "create /app/readable x world:anyone:r",
          "set /app/readable y",
          "create /app/broken x nonsense:anyone:r",
          "create /app/secret x digest:bob:NE+QuiVKmhUKqx9wOWKnJUGVLIA=:cdrwa",
          "get /app/secret",
          "set /app/secret y",
          "getAcl /app/secret",
          "create /app/mine x auth::cdrwa",
          "addauth digest alice:wonder",
          "create /app/mine x auth::cdrwa",
          "getAcl /app/mine",
          "get /app/mine",
          "setAcl /app/mine world:anyone:cdrwa,ip:10.0.0.0/8:r",
          "getAcl /app/mine",
          "setAcl /missing world:anyone:r",
          "setAcl /app/readable world:anyone:cdrwa");
}
