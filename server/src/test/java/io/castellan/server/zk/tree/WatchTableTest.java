package io.castellan.server.zk.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.data.Acl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTableTest {
  private final WatchTable table = new WatchTable();
  private TreeImage image = TreeImage.empty(TreeRules.DEFAULT);
  private long zxid;

  private static final class Recorder implements Watcher {
    final List<String> events = new ArrayList<>();
    private final WatchedPaths watched = new WatchedPaths();

    @Override
    public void onEvent(WatchEvent event, List<Acl> acl) {
      events.add(event.type().code() + " " + event.path());
    }

    @Override
    public WatchedPaths watched() {
      return watched;
    }
  }

  @Test
  void aDeletionIsToldOnceToWhoWatchesDataAndChildren() {
    Recorder watcher = new Recorder();
    create("/a");
    table.addData("/a", watcher);
    table.addChild("/a", watcher);
    table.addChild("/", watcher);
    delete("/a");
    assertEquals(List.of("2 /a", "4 /"), watcher.events);
    assertEquals(0, table.watchCount());
    assertEquals(0, table.watchingCount());
  }

  @Test
  void modesOnOnePathAreKeptApart() {
    Recorder watcher = new Recorder();
    table.addData("/a", watcher);
    table.addPersistent("/a", watcher);
    table.addRecursive("/a", watcher);
    create("/a");
    assertEquals(List.of("1 /a"), watcher.events);
    assertTrue(table.holds("/a", watcher, false, WatchMode.PERSISTENT));
    assertTrue(table.holds("/a", watcher, false, WatchMode.RECURSIVE));
    create("/a/b");
    // The recursive watch tells of the child, the persistent one of the child list.
    assertEquals(List.of("1 /a", "1 /a/b", "4 /a"), watcher.events);
  }

  @Test
  void aRecursiveWatchTellsOnceHoweverManyOfItsPathsMatch() {
    Recorder watcher = new Recorder();
    table.addRecursive("/", watcher);
    table.addRecursive("/a", watcher);
    create("/a");
    create("/a/b");
    assertEquals(List.of("1 /a", "1 /a/b"), watcher.events);
    assertTrue(table.remove("/", watcher, false, WatchMode.RECURSIVE));
    assertTrue(table.remove("/a", watcher, false, WatchMode.RECURSIVE));
    delete("/a/b");
    assertEquals(2, watcher.events.size());
  }

  @Test
  void tenThousandWatchersOfOnePathAreToldAndForgotten() {
    List<Recorder> watchers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Recorder watcher = new Recorder();
      table.addData("/crowd", watcher);
      watchers.add(watcher);
    }
    assertEquals(10_000, table.dataWatchCount());
    assertEquals(1, table.dataPathCount());
    create("/crowd");
    for (Recorder watcher : watchers) {
      assertEquals(List.of("1 /crowd"), watcher.events);
    }
    assertEquals(0, table.dataWatchCount());
    assertEquals(0, table.dataPathCount());
  }

  @Test
  void aWatcherThatIsGoneLeavesNothingBehind() {
    Recorder gone = new Recorder();
    Recorder stays = new Recorder();
    for (Recorder watcher : List.of(gone, stays)) {
      table.addData("/a", watcher);
      table.addChild("/", watcher);
      table.addPersistent("/p", watcher);
      table.addRecursive("/r", watcher);
    }
    table.removeAll(gone);
    assertEquals(1, table.watchingCount());
    create("/a");
    assertEquals(List.of(), gone.events);
    assertEquals(List.of("1 /a", "4 /"), stays.events);
    table.removeAll(stays);
    assertEquals(0, table.watchCount());
    assertEquals(0, table.dataPathCount());
  }

  private void create(String path) {
    TreeEdit edit = new TreeEdit(image);
    assertTrue(edit.create(path, null, Acl.OPEN, 0, 1, ++zxid, 0));
    fire(edit);
  }

  private void delete(String path) {
    TreeEdit edit = new TreeEdit(image);
    assertTrue(edit.delete(path, ++zxid));
    fire(edit);
  }

  private void fire(TreeEdit edit) {
    TreeEdit.Done done = edit.done();
    image = done.image();
    done.changes().forEach(change -> table.fire(change, zxid));
  }
}
