package io.castellan.compat.curator;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.NodeCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;

/** Copies of a part of the tree that follow it: on one-time watches and on persistent ones. */
// The three caches of old are what applications in the field still have.
@SuppressWarnings("deprecation")
final class Caches implements Recipes.Kind {
  private static final byte[] DATA = {1};
  private static final byte[] CHANGED = {1, 2};

  @Override
  public void run(CuratorFramework one, CuratorFramework other, String root) throws Exception {
    one.create().creatingParentsIfNeeded().forPath(root, DATA);
    cache(one, other, root + "/cache");
    children(one, other, root + "/children");
    node(one, other, root + "/node");
    tree(one, other, root + "/tree");
    watcher(one, other, root + "/watcher");
  }

  private static void cache(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    CountDownLatch initialized = new CountDownLatch(1);
    try (CuratorCache cache = CuratorCache.build(one, path)) {
      cache
          .listenable()
          .addListener(
              CuratorCacheListener.builder()
                  .forCreates(node -> seen.add("created " + node.getPath()))
                  .forChanges((before, after) -> seen.add("changed " + after.getPath()))
                  .forDeletes(node -> seen.add("deleted " + node.getPath()))
                  .forInitialized(initialized::countDown)
                  .build());
      cache.start();
      initialized.await(Recipes.WAIT_SECONDS, TimeUnit.SECONDS);
      // One after the other: what changes while the cache reads it changes unseen.
      other.create().forPath(path, DATA);
      tells(seen, "created " + path);
      other.create().forPath(path + "/a", DATA);
      tells(seen, "created " + path + "/a");
      other.setData().forPath(path + "/a", CHANGED);
      tells(seen, "changed " + path + "/a");
      other.delete().forPath(path + "/a");
      tells(seen, "deleted " + path + "/a");
    }
  }

  private static void tells(BlockingQueue<String> seen, String event) throws Exception {
    String told = Recipes.next(seen);
    Recipes.check("a cache is told: " + told, told.equals(event));
  }

  private static void children(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    other.create().forPath(path, DATA);
    try (PathChildrenCache cache = new PathChildrenCache(one, path, true)) {
      cache.start(PathChildrenCache.StartMode.BUILD_INITIAL_CACHE);
      other.create().forPath(path + "/a", DATA);
      Recipes.await("a child appears", () -> cache.getCurrentData(path + "/a") != null);
      other.setData().forPath(path + "/a", CHANGED);
      Recipes.await(
          "a child's data follows", () -> cache.getCurrentData(path + "/a").getData().length == 2);
      other.delete().forPath(path + "/a");
      Recipes.await("a child goes", () -> cache.getCurrentData().isEmpty());
    }
  }

  private static void node(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (NodeCache cache = new NodeCache(one, path)) {
      cache.start(true);
      other.create().forPath(path, DATA);
      Recipes.await("a node appears", () -> cache.getCurrentData() != null);
      other.delete().forPath(path);
      Recipes.await("a node goes", () -> cache.getCurrentData() == null);
    }
  }

  private static void tree(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    try (TreeCache cache = new TreeCache(one, path)) {
      cache.start();
      other.create().creatingParentsIfNeeded().forPath(path + "/a/b/c", DATA);
      Recipes.await("a tree grows", () -> cache.getCurrentData(path + "/a/b/c") != null);
      other.delete().deletingChildrenIfNeeded().forPath(path + "/a");
      Recipes.await("a tree shrinks", () -> cache.getCurrentData(path + "/a") == null);
    }
  }

  private static void watcher(CuratorFramework one, CuratorFramework other, String path)
      throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (PersistentWatcher watcher = new PersistentWatcher(one, path, true)) {
      CountDownLatch set = new CountDownLatch(1);
      watcher.getResetListenable().addListener(set::countDown);
      watcher.getListenable().addListener(event -> seen.add(event.getType() + event.getPath()));
      watcher.start();
      Recipes.check("a watch is set", set.await(Recipes.WAIT_SECONDS, TimeUnit.SECONDS));
      other.create().forPath(path, DATA);
      other.create().forPath(path + "/deep", DATA);
      other.delete().forPath(path + "/deep");
      Recipes.check("created", Recipes.next(seen).equals("NodeCreated" + path));
      Recipes.check("created beneath", Recipes.next(seen).equals("NodeCreated" + path + "/deep"));
      Recipes.check("deleted beneath", Recipes.next(seen).equals("NodeDeleted" + path + "/deep"));
    }
  }
}
