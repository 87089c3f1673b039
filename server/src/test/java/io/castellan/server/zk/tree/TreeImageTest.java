package io.castellan.server.zk.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.data.Acl;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TreeImageTest {
  @Test
  void aFreshTreeHasTheDigestThatEveryServerStartsFrom() {
    assertEquals(0x51c6d660L, TreeImage.empty(TreeRules.DEFAULT).digest());
  }

  @Test
  void anImageNeverChangesWhateverIsMadeOfIt() {
    TreeImage before = with(TreeImage.empty(TreeRules.DEFAULT), "/a", "/a/b");
    TreeEdit edit = new TreeEdit(before);
    edit.setData("/a/b", new byte[1], 1, 9, 9);
    edit.delete("/a/b", 10);
    edit.create("/c", null, Acl.OPEN, 0, 5, 11, 11);
    assertNotNull(before.find("/a/b"));
    assertNull(before.find("/c"));
    assertNull(edit.image().find("/a/b"));
    assertEquals(before.count(), edit.image().count());
  }

  @Test
  void textsThatAreNoPathsFindNothing() {
    TreeImage image = with(TreeImage.empty(TreeRules.DEFAULT), "/a");
    for (String text : List.of("a", "/a/", "//a", "/a//", "/a/b", "x/a", "//", "/\0")) {
      assertNull(image.find(text), text);
    }
    assertNotNull(image.find("/a"));
    assertNotNull(image.find("/"));
    assertNotNull(image.find(""));
  }

  @Test
  void childrenAreASetWhateverTheirHashes() {
    long seed = 7;
    Random random = new Random(seed);
    // "Aa" and "BB" have equal hashes, and so have all texts made of them: every slot overflows.
    Set<String> expected = new HashSet<>();
    Children children = Children.NONE;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = random.nextInt(7); j >= 0; j--) {
        name.append(random.nextBoolean() ? "Aa" : "BB");
      }
      if (random.nextInt(3) == 0) {
        name.append(random.nextInt(500));
      }
      if (random.nextBoolean()) {
        expected.add(name.toString());
        children = children.with(node(name.toString()));
      } else {
        expected.remove(name.toString());
        children = children.without(node(name.toString()));
      }
      assertEquals(expected.size(), children.count(), "seed " + seed);
      assertEquals(
          expected.contains(name.toString()),
          children.find(name.toString()) != null,
          "seed " + seed);
    }
    assertEquals(new TreeSet<>(expected), new TreeSet<>(children.names()), "seed " + seed);
  }

  @Test
  void namesWhoseHashesCollideNeverMakeALongList() {
    int bits = 17;
    int count = 100_000;
    Children children = Children.NONE;
    SameHash order = null;
    for (int i = 0; i < count; i++) {
      Znode node = node(colliding(i, bits));
      children = children.with(node);
      order = SameHash.with(order, node);
      assertTrue(order.height() <= avlHeight(i + 1), "height " + order.height() + " of " + (i + 1));
    }
    assertEquals(count, children.count());
    for (int i = 0; i < count; i++) {
      assertNotNull(children.find(colliding(i, bits)));
    }
    for (int i = 0; i < count - 1; i++) {
      Znode node = node(colliding(i, bits));
      children = children.without(node);
      order = SameHash.without(order, node.nameBytes());
      assertNotNull(order);
      assertTrue(order.height() <= avlHeight(count - i - 1));
    }
    assertEquals(List.of(colliding(count - 1, bits)), children.names());
  }

  /** A text of "Aa" and "BB", all of which have one hash code. */
  private static String colliding(int number, int bits) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < bits; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  /** No AVL tree of so many nodes is higher (Adelson-Velsky and Landis, 1962). */
  private static double avlHeight(int count) {
    return 1.4405 * Math.log(count + 2) / Math.log(2);
  }

  private static Znode node(String name) {
    return Znode.draft(NodeName.of(name, 0, name.length())).done("/", TreeRules.DEFAULT);
  }

  @Test
  void shortListsAreInTheOrderOfAHashSet() {
    Children children = Children.NONE;
    Set<String> stock = new HashSet<>(8);
    for (int i = 0; i < 60; i++) {
      String name = "node-" + i * 7919;
      Znode.Draft draft = Znode.draft(NodeName.of(name, 0, name.length()));
      draft.czxid = i;
      children = children.with(draft.done("/", TreeRules.DEFAULT));
      stock.add(name);
      assertEquals(List.copyOf(stock), children.names());
    }
  }

  @Test
  void pathsAreCheckedByTheRulesOfEveryRelease() {
    for (String good : List.of("/", "/a", "/a/b", "/.a", "/a.", "/...", "/a b", "/ä")) {
      assertTrue(PathRules.isValid(good), good);
    }
    for (String bad :
        List.of(
            "",
            "a",
            "/a/",
            "//",
            "/a//b",
            "/.",
            "/..",
            "/a/./b",
            "/a/..",
            "/a\0",
            "/a\u001f",
            "/\u007f",
            "/\u009f",
            "/\ud800",
            "/\uf8ff",
            "/\ufff0",
            "/\uffff")) {
      assertFalse(PathRules.isValid(bad), bad);
    }
  }

  @Test
  void aTreeOfAnyDepthIsWalkedWithoutTheStack() {
    TreeImage image = TreeImage.empty(TreeRules.DEFAULT);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      path.append("/d");
      image = with(image, path.toString());
    }
    int[] seen = {0};
    image.forEach((at, node) -> seen[0]++);
    assertEquals(image.count(), seen[0]);
    assertEquals(image.count() - 1, TreeImage.countBelow(image.root()));
  }

  private static TreeImage with(TreeImage image, String... paths) {
    TreeEdit edit = new TreeEdit(image);
    for (String path : paths) {
      assertTrue(edit.create(path, null, Acl.OPEN, 0, 1, 1, 1), path);
    }
    return edit.image();
  }
}
