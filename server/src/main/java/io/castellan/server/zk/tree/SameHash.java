package io.castellan.server.zk.tree;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Nodes whose names have the same hash: an immutable AVL tree in the order of the names, so that
 * every operation on n of them takes the logarithm of n.
 *
 * <p>Anybody can make as many names of one hash code as he likes ("Aa" and "BB" have the same, and
 * so have all words of these two), and a plain list of them would take a server's lane for itself.
 * Against that an order needs no secret, which a seeded hash does.
 *
 * @param node the one in the middle
 * @param left those with lesser names
 * @param right those with greater names
 * @param height one more than that of the higher side
 */
record SameHash(Znode node, @Nullable SameHash left, @Nullable SameHash right, int height) {

  static SameHash of(Znode node) {
    return new SameHash(node, null, null, 1);
  }

  /** The node of this name, or null. */
  static @Nullable Znode find(@Nullable SameHash nodes, byte[] name) {
    SameHash at = nodes;
    while (at != null) {
      int order = Arrays.compare(name, at.node.nameBytes());
      if (order == 0) {
        return at.node;
      }
      at = order < 0 ? at.left : at.right;
    }
    return null;
  }

  /** These and {@code added}, which takes the place of one of the same name. */
  static SameHash with(@Nullable SameHash nodes, Znode added) {
    if (nodes == null) {
      return of(added);
    }
    int order = Arrays.compare(added.nameBytes(), nodes.node.nameBytes());
    if (order == 0) {
      return new SameHash(added, nodes.left, nodes.right, nodes.height);
    }
    return order < 0
        ? balanced(nodes.node, with(nodes.left, added), nodes.right)
        : balanced(nodes.node, nodes.left, with(nodes.right, added));
  }

  /** These without the one of this name; null when nothing is left. */
  static @Nullable SameHash without(@Nullable SameHash nodes, byte[] name) {
    if (nodes == null) {
      return null;
    }
    int order = Arrays.compare(name, nodes.node.nameBytes());
    if (order < 0) {
      return balanced(nodes.node, without(nodes.left, name), nodes.right);
    } else if (order > 0) {
      return balanced(nodes.node, nodes.left, without(nodes.right, name));
    } else if (nodes.right == null) {
      return nodes.left;
    }
    Znode next = first(nodes.right);
    return balanced(next, nodes.left, without(nodes.right, next.nameBytes()));
  }

  /** Whether there is one node only. */
  boolean isSingle() {
    return height == 1;
  }

  /** Visits the nodes in the order of their names. */
  void forEach(Consumer<Znode> visitor) {
    if (left != null) {
      left.forEach(visitor);
    }
    visitor.accept(node);
    if (right != null) {
      right.forEach(visitor);
    }
  }

  private static Znode first(SameHash nodes) {
    SameHash at = nodes;
    while (at.left != null) {
      at = at.left;
    }
    return at.node;
  }

  /** Puts together two sides whose heights differ by two at most. */
  private static SameHash balanced(Znode node, @Nullable SameHash left, @Nullable SameHash right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      return height(left.left) >= height(left.right) || left.right == null
          ? joined(left.node, left.left, joined(node, left.right, right))
          : joined(
              left.right.node,
              joined(left.node, left.left, left.right.left),
              joined(node, left.right.right, right));
    }
    if (lean < -1 && right != null) {
      return height(right.right) >= height(right.left) || right.left == null
          ? joined(right.node, joined(node, left, right.left), right.right)
          : joined(
              right.left.node,
              joined(node, left, right.left.left),
              joined(right.node, right.left.right, right.right));
    }
    return joined(node, left, right);
  }

  private static SameHash joined(Znode node, @Nullable SameHash left, @Nullable SameHash right) {
    return new SameHash(node, left, right, 1 + Math.max(height(left), height(right)));
  }

  private static int height(@Nullable SameHash nodes) {
    return nodes == null ? 0 : nodes.height;
  }
}
