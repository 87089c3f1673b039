package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole tree at one moment. Immutable; may be read by any thread.
 *
 * <p>The next image is made by a {@link TreeEdit}.
 */
public final class TreeImage {
  /** The nodes that every tree has and nobody may delete. */
  public static final String ROOT = "/";

  /** The room of the server's own nodes. */
  public static final String ZOOKEEPER = "/zookeeper";

  /** The room of quotas. */
  public static final String QUOTA = "/zookeeper/quota";

  /** The ensemble's configuration. */
  public static final String CONFIG = "/zookeeper/config";

  /** A stock server sets the list of this node "to version -1", which it takes literally. */
  private static final int CONFIG_AVERSION = -1;

  /** What the reserved nodes hold: nothing, which is not the same as null. */
  static final byte[] NO_DATA = {};

  private final Znode root;
  private final long digest;
  private final TreeRules rules;
  private final int count;
  private final long pathAndDataBytes;

  TreeImage(Znode root, long digest, TreeRules rules, int count, long pathAndDataBytes) {
    this.root = root;
    this.digest = digest;
    this.rules = rules;
    this.count = count;
    this.pathAndDataBytes = pathAndDataBytes;
  }

  /**
   * The tree of a new server: the root and the reserved nodes.
   *
   * @param rules how its nodes are read and summed up
   */
  public static TreeImage empty(TreeRules rules) {
    return withReservedNodes(bare(rules));
  }

  /** A root and nothing else: what a snapshot is read into. */
  static TreeImage bare(TreeRules rules) {
    Znode.Draft draft = Znode.draft(NodeName.of("", 0, 0));
    draft.data = NO_DATA;
    draft.acl = Acl.OPEN;
    Znode root = draft.done(ROOT, rules);
    return new TreeImage(root, Integer.toUnsignedLong(root.digest(ROOT, rules)), rules, 1, 0);
  }

  /**
   * An image with the reserved nodes that a tree written by an older release lacks ({@code
   * /zookeeper/config} is there since 3.5).
   */
  static TreeImage withReservedNodes(TreeImage image) {
    TreeEdit edit = new TreeEdit(image);
    edit.reserve(ZOOKEEPER, Acl.OPEN, 0);
    edit.reserve(QUOTA, Acl.OPEN, 0);
    edit.reserve(CONFIG, Acl.READ_ONLY, CONFIG_AVERSION);
    return edit.done().image();
  }

  /** The root. */
  public Znode root() {
    return root;
  }

  /** The digest over all nodes; 0 when digests are switched off. */
  public long digest() {
    return digest;
  }

  /** How its nodes are read and summed up. */
  public TreeRules rules() {
    return rules;
  }

  /** How many nodes there are, the root and the reserved ones included. */
  public int count() {
    return count;
  }

  /** The sum of the lengths of all paths, in characters, and of all data, in bytes. */
  public long pathAndDataBytes() {
    return pathAndDataBytes;
  }

  /** The node at a path, or null. Any text may be asked for; one that is no path finds nothing. */
  public @Nullable Znode find(String path) {
    int length = path.length();
    if (length == 0) {
      return root; // the root's other name, as in the stock server
    }
    if (path.charAt(0) != '/') {
      return null;
    }
    if (length == 1) {
      return root;
    }
    Znode node = root;
    int from = 1;
    while (true) {
      int slash = path.indexOf('/', from);
      int until = slash < 0 ? length : slash;
      node = node.children().find(path, from, until);
      if (node == null || slash < 0) {
        return node;
      }
      from = slash + 1;
    }
  }

  /** The nodes from the root to the one at {@code path}, or null when there is no such node. */
  Znode @Nullable [] chain(String path) {
    if (path.length() <= 1) {
      return new Znode[] {root};
    }
    List<Znode> chain = new ArrayList<>();
    chain.add(root);
    Znode node = root;
    for (int from = 1; from <= path.length(); ) {
      int slash = path.indexOf('/', from);
      int until = slash < 0 ? path.length() : slash;
      node = node.children().find(path, from, until);
      if (node == null) {
        return null;
      }
      chain.add(node);
      from = until + 1;
    }
    return chain.toArray(Znode[]::new);
  }

  /**
   * Visits every node with its path, parents before their children. The root's path is given as
   * {@code ""}, as snapshots have it.
   */
  public void forEach(BiConsumer<String, Znode> visitor) {
    forEachFrom("", root, visitor);
  }

  /** The same nodes, paths and order as {@link #forEach} has, for whoever takes them by and by. */
  public Iterator<Map.Entry<String, Znode>> walk() {
    return new Walk(root);
  }

  private static final class Walk implements Iterator<Map.Entry<String, Znode>> {
    private final Deque<Level> levels = new ArrayDeque<>();
    private Map.@Nullable Entry<String, Znode> next;

    Walk(Znode root) {
      next = Map.entry("", root);
      levels.push(Level.below("", root));
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Map.Entry<String, Znode> next() {
      Map.Entry<String, Znode> current = next;
      if (current == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return current;
    }

    private Map.@Nullable Entry<String, Znode> advance() {
      while (!levels.isEmpty()) {
        Level level = levels.element();
        Znode node = level.next();
        if (node != null) {
          String path = level.path + '/' + node.name();
          if (node.children().count() > 0) {
            levels.push(Level.below(path, node));
          }
          return Map.entry(path, node);
        }
        levels.pop();
      }
      return null;
    }
  }

  /** Visits every node, for those who need no paths. */
  public void forEachNode(Consumer<Znode> visitor) {
    Deque<Znode> ahead = new ArrayDeque<>();
    for (Znode node = root; node != null; node = ahead.pollLast()) {
      visitor.accept(node);
      node.children().forEach(ahead::addLast);
    }
  }

  /** Visits {@code top}, which is at {@code topPath}, and everything beneath it. */
  static void forEachFrom(String topPath, Znode top, BiConsumer<String, Znode> visitor) {
    visitor.accept(topPath, top);
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(Level.below(topPath, top));
    while (!levels.isEmpty()) {
      Level level = levels.element();
      Znode node = level.next();
      if (node == null) {
        levels.pop();
        continue;
      }
      String path = level.path + '/' + node.name();
      visitor.accept(path, node);
      if (node.children().count() > 0) {
        levels.push(Level.below(path, node));
      }
    }
  }

  /** How many nodes are beneath a node. */
  public static int countBelow(Znode top) {
    int[] count = {-1};
    forEachFrom("", top, (path, node) -> count[0]++);
    return count[0];
  }

  /** The path of a path's parent: {@code /} for {@code /a}; empty for the root. */
  public static String parentOf(String path) {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      return path.substring(0, slash);
    }
    return path.length() <= 1 ? "" : ROOT;
  }

  /** Where a walk stands among the children of one node. */
  private static final class Level {
    final String path;
    private final List<Znode> nodes;
    private int next;

    private Level(String path, List<Znode> nodes) {
      this.path = path;
      this.nodes = nodes;
    }

    static Level below(String path, Znode node) {
      List<Znode> nodes = new ArrayList<>(node.children().count());
      node.children().forEach(nodes::add);
      return new Level(path, nodes);
    }

    @Nullable Znode next() {
      return next < nodes.size() ? nodes.get(next++) : null;
    }
  }
}
