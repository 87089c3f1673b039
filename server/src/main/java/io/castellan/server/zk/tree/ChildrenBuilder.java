package io.castellan.server.zk.tree;

import java.util.List;

/**
 * Makes the trie of many children at once: each branch in its final size, where adding them one by
 * one copies the branches on the way to each. Distributes by five bits of the hash at a time, from
 * one pair of arrays into another and back.
 */
final class ChildrenBuilder {
  private static final int SLOTS = 1 << Children.BITS;

  private int count;

  private ChildrenBuilder() {}

  static Children build(List<Znode> nodes) {
    Znode[] from = nodes.toArray(Znode[]::new);
    int[] hashes = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      hashes[i] = NodeName.hash(from[i].nameBytes());
    }
    ChildrenBuilder builder = new ChildrenBuilder();
    Children.Branch root =
        builder.branch(
            from, hashes, new Znode[from.length], new int[from.length], 0, from.length, 0);
    return Children.of(builder.count, root);
  }

  /**
   * The branch of the nodes from {@code begin} until {@code end}, which are overwritten.
   *
   * @param shift how many bits of the hash the branches above have used
   */
  private Children.Branch branch(
      Znode[] nodes,
      int[] hashes,
      Znode[] otherNodes,
      int[] otherHashes,
      int begin,
      int end,
      int shift) {
    int[] next = new int[SLOTS + 1];
    for (int i = begin; i < end; i++) {
      next[(hashes[i] >>> shift & SLOTS - 1) + 1]++;
    }
    int bitmap = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (next[slot + 1] > 0) {
        bitmap |= 1 << slot;
      }
      next[slot + 1] += next[slot];
    }
    for (int i = begin; i < end; i++) {
      int at = begin + next[hashes[i] >>> shift & SLOTS - 1]++;
      otherNodes[at] = nodes[i];
      otherHashes[at] = hashes[i];
    }
    Object[] slots = new Object[Integer.bitCount(bitmap)];
    int slotBegin = begin;
    int index = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      int slotEnd = begin + next[slot]; // by now where the slot's nodes end
      if (slotEnd > slotBegin) {
        slots[index++] =
            slot(otherNodes, otherHashes, nodes, hashes, slotBegin, slotEnd, shift + Children.BITS);
      }
      slotBegin = slotEnd;
    }
    return new Children.Branch(bitmap, slots);
  }

  private Object slot(
      Znode[] nodes,
      int[] hashes,
      Znode[] otherNodes,
      int[] otherHashes,
      int begin,
      int end,
      int shift) {
    if (end - begin == 1) {
      count++;
      return nodes[begin];
    }
    if (shift < Children.HASH_BITS) {
      return branch(nodes, hashes, otherNodes, otherHashes, begin, end, shift);
    }
    SameHash same = SameHash.of(nodes[begin]);
    for (int i = begin + 1; i < end; i++) {
      same = SameHash.with(same, nodes[i]);
    }
    int[] found = {0};
    same.forEach(node -> found[0]++);
    count += found[0];
    return same.isSingle() ? same.node() : same;
  }
}
