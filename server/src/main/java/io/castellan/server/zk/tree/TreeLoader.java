package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree from the nodes of a snapshot. Owned by one thread.
 *
 * <p>A snapshot goes through the tree in depth, so the nodes that may still get children are those
 * between the root and the last one. Only they are open; whatever lies aside has all its children,
 * and becomes a node once and for good, where a {@link TreeEdit} makes each parent anew for every
 * child. Should the nodes come in another order, as long as parents stand before their children,
 * the tree is closed and the rest is put into it one by one.
 */
final class TreeLoader {
  private final TreeRules rules;
  private final BiConsumer<String, Znode> onSpecial;
  private final List<Open> open = new ArrayList<>();
  private @Nullable TreeImage closed;
  private long digest;
  private int count = 1;
  private long pathAndDataBytes;

  /** A node that may still get children. The root's path is empty. */
  private static final class Open {
    private final String path;
    private final Znode.Draft draft;
    private @Nullable List<Znode> children;

    Open(String path, Znode.Draft draft) {
      this.path = path;
      this.draft = draft;
    }

    boolean isParentOf(String other, int nameFrom) {
      return path.length() == nameFrom - 1 && other.startsWith(path);
    }

    void add(Znode child) {
      if (children == null) {
        children = new ArrayList<>();
      }
      children.add(child);
    }
  }

  /**
   * @param onSpecial told of each node that is not {@link NodeKind#PERSISTENT}
   */
  TreeLoader(TreeRules rules, BiConsumer<String, Znode> onSpecial) {
    this.rules = rules;
    this.onSpecial = onSpecial;
    Znode.Draft root = Znode.draft(NodeName.of("", 0, 0));
    root.data = TreeImage.NO_DATA;
    root.acl = Acl.OPEN;
    open.add(new Open("", root));
  }

  /**
   * Adds a node with all its properties.
   *
   * @param path of the node; the root's is {@code ""} or {@code /}
   * @throws IllegalArgumentException if its parent was not before it
   */
  void add(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    if (closed != null) {
      put(closed, path, data, acl, stat);
      return;
    }
    if (path.length() <= 1) {
      addRoot(data, acl, stat);
      return;
    }
    int nameFrom = path.lastIndexOf('/') + 1;
    if (!closeUntilParent(path, nameFrom)) {
      put(end(), path, data, acl, stat);
      return;
    }
    Znode.Draft draft = Znode.draft(NodeName.of(path, nameFrom, path.length()));
    draft.data = data;
    draft.acl = acl;
    draft.stat(stat);
    open.add(new Open(path, draft));
    count++;
    pathAndDataBytes += path.length() + (data == null ? 0 : data.length);
  }

  private void addRoot(byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    if (count > 1) {
      put(end(), TreeImage.ROOT, data, acl, stat);
      return;
    }
    Znode.Draft draft = open.get(0).draft;
    draft.data = data;
    draft.acl = acl;
    draft.stat(stat);
    pathAndDataBytes = data == null ? 0 : data.length;
  }

  /** The tree of everything that was added. */
  TreeImage end() {
    if (closed == null) {
      while (open.size() > 1) {
        closeLast();
      }
      Open top = open.remove(0);
      closed = new TreeImage(node(top, TreeImage.ROOT), digest, rules, count, pathAndDataBytes);
    }
    return closed;
  }

  private void put(
      TreeImage image, String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    TreeEdit edit = new TreeEdit(image);
    edit.put(path, data, acl, stat);
    closed = edit.image();
    Znode node = closed.find(path);
    if (node != null) {
      tellIfSpecial(path, node);
    }
  }

  /** Closes the nodes that the next one is not beneath; false when none of them is its parent. */
  private boolean closeUntilParent(String path, int nameFrom) {
    int parent = open.size() - 1;
    while (!open.get(parent).isParentOf(path, nameFrom)) {
      if (--parent < 0) {
        return false;
      }
    }
    while (open.size() > parent + 1) {
      closeLast();
    }
    return true;
  }

  private void closeLast() {
    Open last = open.remove(open.size() - 1);
    open.get(open.size() - 1).add(node(last, last.path));
  }

  private Znode node(Open done, String path) {
    if (done.children != null) {
      done.draft.children = Children.of(done.children);
    }
    Znode node = done.draft.done(path, rules);
    digest +=
        Integer.toUnsignedLong(
            node instanceof FullZnode full
                ? full.digest(path, rules)
                : TreeDigest.of(path, done.draft, rules));
    tellIfSpecial(path, node);
    return node;
  }

  private void tellIfSpecial(String path, Znode node) {
    if (node.kind() != NodeKind.PERSISTENT) {
      onSpecial.accept(path, node);
    }
  }
}
