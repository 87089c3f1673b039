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

  /**
   * The script for a release's shell, below a znode of its own that is named {@code root}.
   *
   * @param server the address that the shell is told to connect to anew
   */
  static List<String> of(StockRelease release, String root, String server) {
    List<String> script = new ArrayList<>(COMMON);
    script.addAll(release.isAtLeast(3, 5) ? SINCE_3_5 : UNTIL_3_4);
    script.addAll(release.isAtLeast(3, 6) ? SINCE_3_6 : List.of());
    script.addAll(release.isAtLeast(3, 7) ? SINCE_3_7 : List.of());
    script.addAll(QUOTAS);
    script.addAll(release.isAtLeast(3, 7) ? HARD_QUOTAS : List.of());
    script.addAll(ACCESS);
    script.addAll(WITHOUT_ARGUMENTS);
    // The first stops at the node that is bob's, and says so.
    String deleteAll = release.isAtLeast(3, 5) ? "deleteall /app" : "rmr /app";
    script.addAll(List.of(deleteAll, "delete /app/secret", deleteAll, "ls /", "stat /"));
    script.addAll(SHELL);
    return script.stream()
        .map(line -> line.replace("/app", root).replace("HOST:PORT", server))
        .toList();
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

  private static final List<String> SINCE_3_7 =
      List.of(
          "whoami", "addWatch /app", "addWatch -m NONSENSE /app", "getAllChildrenNumber /missing");

  private static final List<String> QUOTAS =
      List.of(
          "delquota /app",
          "create /app/limited x",
          "setquota -n 2 /app/limited",
          "setquota -b 10 /app/limited",
          "listquota /app/limited",
          "create /app/limited/one 12345",
          "create /app/limited/two 12345",
          "set /app/limited/two 1234567890",
          "get /zookeeper/quota/app/limited/zookeeper_stats",
          "setquota -n 2 /app/limited/one",
          "setquota -n 5 /app",
          "setquota -n many /app/limited",
          "setquota -n 2 /missing",
          "listquota /missing",
          "listquota /app/limited",
          "delquota -n /app/limited",
          "listquota /app/limited",
          "delquota -b /app/limited",
          "delquota /app/limited",
          "delquota /app/limited",
          "listquota /app/limited",
          "ls /zookeeper/quota");

  /** What the server enforces, since it was told to. */
  private static final List<String> HARD_QUOTAS =
      List.of(
          "create /app/fixed x",
          "setquota -N 2 /app/fixed",
          "setquota -B 10 /app/fixed",
          "setquota -N 2 -B 10 /app/fixed",
          "create /app/fixed/one 123",
          "create /app/fixed/two 123",
          "set /app/fixed/one 12345678901",
          "listquota /app/fixed",
          "delquota -N /app/fixed",
          "create /app/fixed/two 123",
          "delquota -B /app/fixed",
          "set /app/fixed/one 12345678901",
          "listquota /app/fixed",
          "delquota /app/fixed");

  /** Every command that a release may have, with nothing behind it: its usage, or "not found". */
  private static final List<String> WITHOUT_ARGUMENTS =
      List.of(
          "addauth",
          "addWatch",
          "config",
          "config -s",
          "config -c",
          "create",
          "delete",
          "deleteall",
          "delquota",
          "get",
          "getAcl",
          "getAllChildrenNumber",
          "getEphemerals",
          "listquota",
          "ls",
          "ls2",
          "nonsense",
          "reconfig",
          "reconfig -add server.2=127.0.0.1:1:2:participant;3",
          "reconfig -remove 1",
          "reconfig -members server.1=127.0.0.1:1:2:participant;3",
          "removewatches",
          "removewatches -c /app",
          "removewatches -d /app",
          "removewatches -l /app",
          "get -w /app",
          "ls -w /app",
          "removewatches -c /app",
          "removewatches -c /app",
          "removewatches -d /app",
          "removewatches -a /app",
          "rmr",
          "set",
          "setAcl",
          "setquota",
          "stat",
          "sync",
          "version");

  /** The shell's own. */
  private static final List<String> SHELL =
      List.of(
          "printwatches",
          "printwatches off",
          "printwatches",
          "printwatches on",
          "history",
          "redo 1",
          "redo 100000",
          "redo",
          "create -e /app-fleeting x",
          "connect HOST:PORT",
          "ls /",
          "create -e /app-fleeting x",
          "close",
          "connect HOST:PORT",
          "stat /app-fleeting",
          "quit");
}
