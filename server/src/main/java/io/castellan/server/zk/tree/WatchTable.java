package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.data.Acl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who watches what, and who must be told of a change. Owned by the ensemble lane.
 *
 * <p>There are two tables, of data watches and of child watches. Each maps a path to its watchers;
 * which modes a watcher holds there stands in its own {@link WatchedPaths}, so that a path with one
 * watcher, the common case, costs one map entry on each side and no set.
 */
public final class WatchTable {
  private final Map<String, Object> data = new HashMap<>();
  private final Map<String, Object> child = new HashMap<>();
  private int dataWatchCount;
  private int childWatchCount;
  private int recursiveCount;
  private int watchingCount;
  private ToldWatchers onTold = (type, count) -> {};

  /** Hears how many watchers an event has reached. */
  public interface ToldWatchers {
    /** So many watchers, one at least, were told. */
    void accept(EventType type, int count);
  }

  /** Who hears of it. */
  public void onTold(ToldWatchers listener) {
    onTold = listener;
  }

  /** A data watch that fires once. */
  public void addData(String path, Watcher watcher) {
    add(false, path, watcher, WatchMode.STANDARD);
  }

  /** A child watch that fires once. */
  public void addChild(String path, Watcher watcher) {
    add(true, path, watcher, WatchMode.STANDARD);
  }

  /** A watch on data and children that stays. */
  public void addPersistent(String path, Watcher watcher) {
    add(false, path, watcher, WatchMode.PERSISTENT);
    add(true, path, watcher, WatchMode.PERSISTENT);
  }

  /** A watch on a node and everything beneath it that stays. */
  public void addRecursive(String path, Watcher watcher) {
    add(false, path, watcher, WatchMode.RECURSIVE);
  }

  /** Tell the watchers of a change. */
  public void fire(Change change, long zxid) {
    List<Acl> acl = change.node().acl();
    String path = change.path();
    switch (change.kind()) {
      case CREATED -> {
        fireData(EventType.NODE_CREATED, path, zxid, acl);
        fireChildrenChanged(change, zxid);
      }
      case DELETED -> {
        WatchEvent event = new WatchEvent(EventType.NODE_DELETED, path, zxid);
        Set<Watcher> told = collect(false, path, true);
        Set<Watcher> alsoWatchingChildren = collect(true, path, false);
        count(event.type(), told);
        count(event.type(), alsoWatchingChildren);
        told.forEach(watcher -> watcher.onEvent(event, acl));
        for (Watcher watcher : alsoWatchingChildren) {
          if (!told.contains(watcher)) {
            watcher.onEvent(event, acl);
          }
        }
        fireChildrenChanged(change, zxid);
      }
      case DATA_SET -> fireData(EventType.NODE_DATA_CHANGED, path, zxid, acl);
      case ACL_SET -> {}
    }
  }

  /**
   * Whether a watcher holds a watch of this mode exactly there.
   *
   * @param childTable which table to look in
   */
  public boolean holds(String path, Watcher watcher, boolean childTable, WatchMode mode) {
    Integer modes = watcher.watched().of(childTable).get(path);
    return modes != null && (modes & mode.bit()) != 0;
  }

  /**
   * Take a watch back.
   *
   * @return whether there was one
   */
  public boolean remove(String path, Watcher watcher, boolean childTable, WatchMode mode) {
    Integer modes = watcher.watched().of(childTable).get(path);
    if (modes == null || (modes & mode.bit()) == 0) {
      return false;
    }
    setModes(childTable, path, watcher, modes, modes & ~mode.bit());
    return true;
  }

  /** Take everything back that a watcher holds: its connection is gone. */
  public void removeAll(Watcher watcher) {
    for (boolean childTable : new boolean[] {false, true}) {
      for (Map.Entry<String, Integer> entry :
          List.copyOf(watcher.watched().of(childTable).entrySet())) {
        setModes(childTable, entry.getKey(), watcher, entry.getValue(), 0);
      }
    }
  }

  /** How many data watches there are: one for each watcher on each path. */
  public int dataWatchCount() {
    return dataWatchCount;
  }

  /** How many watches there are in both tables. */
  public int watchCount() {
    return dataWatchCount + childWatchCount;
  }

  /** How many watchers hold a watch. */
  public int watchingCount() {
    return watchingCount;
  }

  /** How many paths have a data watch. */
  public int dataPathCount() {
    return data.size();
  }

  /** Visits each path that has data watches, with its watchers. */
  public void forEachDataPath(BiConsumer<String, Set<Watcher>> visitor) {
    data.forEach((path, held) -> visitor.accept(path, watchers(held)));
  }

  private void fireData(EventType type, String path, long zxid, List<Acl> acl) {
    if (data.isEmpty()) {
      return;
    }
    Set<Watcher> told = collect(false, path, true);
    if (!told.isEmpty()) {
      WatchEvent event = new WatchEvent(type, path, zxid);
      count(type, told);
      told.forEach(watcher -> watcher.onEvent(event, acl));
    }
  }

  private void fireChildrenChanged(Change change, long zxid) {
    if (child.isEmpty()) {
      return;
    }
    String parentPath = TreeImage.parentOf(change.path());
    Set<Watcher> told = collect(true, parentPath, false);
    if (!told.isEmpty()) {
      WatchEvent event = new WatchEvent(EventType.NODE_CHILDREN_CHANGED, parentPath, zxid);
      count(event.type(), told);
      told.forEach(watcher -> watcher.onEvent(event, change.parent().acl()));
    }
  }

  private void count(EventType type, Set<Watcher> told) {
    if (!told.isEmpty()) {
      onTold.accept(type, told.size());
    }
  }

  /** Who must be told of something at a path; standard watches there are used up by it. */
  private Set<Watcher> collect(boolean childTable, String path, boolean withRecursive) {
    Set<Watcher> told = Set.of();
    Object held = table(childTable).get(path);
    if (held != null) {
      Set<Watcher> here = watchers(held);
      told = here.size() == 1 ? here : new HashSet<>(here);
      for (Watcher watcher : told) {
        remove(path, watcher, childTable, WatchMode.STANDARD);
      }
    }
    if (withRecursive && recursiveCount > 0) {
      told = new HashSet<>(told);
      for (String at = TreeImage.parentOf(path); !at.isEmpty(); at = TreeImage.parentOf(at)) {
        Object above = data.get(at);
        if (above != null) {
          for (Watcher watcher : watchers(above)) {
            if (holds(at, watcher, false, WatchMode.RECURSIVE)) {
              told.add(watcher);
            }
          }
        }
      }
    }
    return told;
  }

  private void add(boolean childTable, String path, Watcher watcher, WatchMode mode) {
    int modes = watcher.watched().of(childTable).getOrDefault(path, 0);
    setModes(childTable, path, watcher, modes, modes | mode.bit());
  }

  private void setModes(boolean childTable, String path, Watcher watcher, int before, int after) {
    if (before == after) {
      return;
    }
    WatchedPaths watched = watcher.watched();
    boolean watchedBefore = !watched.isEmpty();
    recursiveCount += recursive(after) - recursive(before);
    if (after != 0) {
      watched.of(childTable).put(path, after);
    } else {
      watched.of(childTable).remove(path);
    }
    if (before == 0) {
      table(childTable).merge(path, watcher, (held, added) -> plus(held, watcher));
      count(childTable, 1);
    } else if (after == 0) {
      table(childTable).computeIfPresent(path, (at, held) -> minus(held, watcher));
      count(childTable, -1);
    }
    watchingCount += (watched.isEmpty() ? 0 : 1) - (watchedBefore ? 1 : 0);
  }

  private static int recursive(int modes) {
    return (modes & WatchMode.RECURSIVE.bit()) == 0 ? 0 : 1;
  }

  private void count(boolean childTable, int step) {
    if (childTable) {
      childWatchCount += step;
    } else {
      dataWatchCount += step;
    }
  }

  private Map<String, Object> table(boolean childTable) {
    return childTable ? child : data;
  }

  @SuppressWarnings("unchecked") // a value is one watcher or a set of several
  private static Set<Watcher> watchers(Object held) {
    return held instanceof Watcher one ? Collections.singleton(one) : (Set<Watcher>) held;
  }

  private static Object plus(Object held, Watcher watcher) {
    Set<Watcher> watchers =
        held instanceof Watcher one ? new HashSet<>(List.of(one)) : watchers(held);
    watchers.add(watcher);
    return watchers;
  }

  /** Null when nobody is left, which removes the path. */
  private static @Nullable Object minus(Object held, Watcher watcher) {
    if (held instanceof Watcher) {
      return null;
    }
    Set<Watcher> watchers = watchers(held);
    watchers.remove(watcher);
    return watchers.size() == 1 ? new ArrayList<>(watchers).get(0) : watchers;
  }
}
