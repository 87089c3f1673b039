package io.castellan.server.zk.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of nodes by name: a hash array mapped trie (Bagwell, 2001), whose leaves are the
 * nodes themselves.
 *
 * <p>A branch has a bit for each of 32 possible slots and an array with only the slots that are
 * taken. A slot holds a node, a deeper branch that distributes by the next five bits of the hash,
 * or, once the bits are used up, a {@link SameHash} of the nodes whose hashes are equal.
 */
public final class Children {
  /** No children. */
  public static final Children NONE = new Children(0, new Branch(0, new Object[0]));

  static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  static final int HASH_BITS = 32;

  /** Up to how many names are listed in the order in which a stock server would list them. */
  private static final int STOCK_ORDER_LIMIT = 96;

  private final int count;
  private final Branch root;

  private Children(int count, Branch root) {
    this.count = count;
    this.root = root;
  }

  /** A set of these nodes; of two with one name the later. */
  static Children of(List<Znode> nodes) {
    return nodes.isEmpty() ? NONE : ChildrenBuilder.build(nodes);
  }

  /** A set in this form. */
  static Children of(int count, Branch root) {
    return new Children(count, root);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The child of this name, or null. */
  public @Nullable Znode find(String name) {
    return find(name, 0, name.length());
  }

  /** The child whose name is the part of {@code path} from an index until another, or null. */
  @Nullable Znode find(String path, int from, int until) {
    Object slot = slot(NodeName.hash(path, from, until));
    if (slot instanceof Znode node) {
      return NodeName.matches(node.nameBytes(), path, from, until) ? node : null;
    }
    return slot == null ? null : SameHash.find((SameHash) slot, NodeName.of(path, from, until));
  }

  private boolean hasNameOf(Znode wanted, int hash) {
    Object slot = slot(hash);
    if (slot instanceof Znode node) {
      return sameName(node, wanted);
    }
    return slot != null && SameHash.find((SameHash) slot, wanted.nameBytes()) != null;
  }

  /** The node or nodes whose names may have this hash, or null. */
  private @Nullable Object slot(int hash) {
    Branch branch = root;
    for (int shift = 0; ; shift += BITS) {
      int bit = 1 << (hash >>> shift & MASK);
      if ((branch.bitmap & bit) == 0) {
        return null;
      }
      Object slot = branch.slots[branch.index(bit)];
      if (!(slot instanceof Branch deeper)) {
        return slot;
      }
      branch = deeper;
    }
  }

  private static boolean sameName(Znode one, Znode another) {
    return NodeName.same(one.nameBytes(), another.nameBytes());
  }

  /** These children and {@code node}, which takes the place of one of the same name. */
  Children with(Znode node) {
    int hash = NodeName.hash(node.nameBytes());
    int grown = hasNameOf(node, hash) ? count : count + 1;
    return new Children(grown, root.with(node, hash, 0));
  }

  /** These children without the one of this node's name. */
  Children without(Znode node) {
    int hash = NodeName.hash(node.nameBytes());
    if (!hasNameOf(node, hash)) {
      return this;
    }
    return count == 1 ? NONE : new Children(count - 1, root.without(node, hash, 0));
  }

  /** Visits each child, in an order that is the same for equal sets of names. */
  public void forEach(Consumer<Znode> visitor) {
    root.forEach(visitor);
  }

  /**
   * The names. Clients have come to see short lists in the order of the stock server's hash set,
   * and some print them unsorted (the 3.4 shell does), so short lists are put into that order.
   */
  public List<String> names() {
    List<Znode> nodes = new ArrayList<>(count);
    forEach(nodes::add);
    if (count > 1 && count <= STOCK_ORDER_LIMIT) {
      int mask = stockCapacity() - 1;
      nodes.sort(
          Comparator.<Znode>comparingInt(node -> bucket(node.nameBytes(), mask))
              .thenComparingLong(Znode::czxid));
    }
    List<String> names = new ArrayList<>(count);
    for (Znode node : nodes) {
      names.add(node.name());
    }
    return names;
  }

  /** The size to which {@code new HashSet<>(8)} has grown when it holds this many elements. */
  private int stockCapacity() {
    int capacity = 8;
    while (count > capacity / 4 * 3) {
      capacity *= 2;
    }
    return capacity;
  }

  private static int bucket(byte[] name, int mask) {
    int hash = NodeName.hash(name);
    return (hash ^ hash >>> 16) & mask;
  }

  /**
   * A branch.
   *
   * @param bitmap which slots are taken
   * @param slots those, in order
   */
  record Branch(int bitmap, Object[] slots) {
    int index(int bit) {
      return Integer.bitCount(bitmap & bit - 1);
    }

    Branch with(Znode node, int hash, int shift) {
      int bit = 1 << (hash >>> shift & MASK);
      int index = index(bit);
      if ((bitmap & bit) == 0) {
        Object[] grown = new Object[slots.length + 1];
        System.arraycopy(slots, 0, grown, 0, index);
        grown[index] = node;
        System.arraycopy(slots, index, grown, index + 1, slots.length - index);
        return new Branch(bitmap | bit, grown);
      }
      Object[] copy = slots.clone();
      copy[index] = slotWith(slots[index], node, hash, shift + BITS);
      return new Branch(bitmap, copy);
    }

    private static Object slotWith(Object slot, Znode node, int hash, int shift) {
      if (slot instanceof Branch deeper) {
        return deeper.with(node, hash, shift);
      }
      if (slot instanceof Znode other) {
        if (sameName(node, other)) {
          return node;
        }
        if (shift >= HASH_BITS) {
          return SameHash.with(SameHash.of(other), node);
        }
        return new Branch(0, new Object[0])
            .with(other, NodeName.hash(other.nameBytes()), shift)
            .with(node, hash, shift);
      }
      return SameHash.with((SameHash) slot, node);
    }

    /** Without a node whose name is here. */
    Branch without(Znode gone, int hash, int shift) {
      int bit = 1 << (hash >>> shift & MASK);
      int index = index(bit);
      Object left = slotWithout(slots[index], gone, hash, shift + BITS);
      if (left == null) {
        Object[] shrunk = new Object[slots.length - 1];
        System.arraycopy(slots, 0, shrunk, 0, index);
        System.arraycopy(slots, index + 1, shrunk, index, shrunk.length - index);
        return new Branch(bitmap & ~bit, shrunk);
      }
      Object[] copy = slots.clone();
      copy[index] = left;
      return new Branch(bitmap, copy);
    }

    private static @Nullable Object slotWithout(Object slot, Znode gone, int hash, int shift) {
      if (slot instanceof Znode) {
        return null;
      }
      if (slot instanceof Branch deeper) {
        Branch left = deeper.without(gone, hash, shift);
        // A branch with one node left is that node, so that equal sets have equal shapes.
        return left.slots.length == 1 && left.slots[0] instanceof Znode last ? last : left;
      }
      SameHash left = SameHash.without((SameHash) slot, gone.nameBytes());
      return left != null && left.isSingle() ? left.node() : left;
    }

    /** Recurses, but never deeper than a hash has bits. */
    void forEach(Consumer<Znode> visitor) {
      for (Object slot : slots) {
        if (slot instanceof Znode node) {
          visitor.accept(node);
        } else if (slot instanceof Branch deeper) {
          deeper.forEach(visitor);
        } else {
          ((SameHash) slot).forEach(visitor);
        }
      }
    }
  }
}
