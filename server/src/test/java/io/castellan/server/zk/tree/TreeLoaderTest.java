package io.castellan.server.zk.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TreeLoaderTest {
  private static final TreeRules RULES = TreeRules.DEFAULT;

  private final Set<String> special = new HashSet<>();

  @RepeatedTest(20)
  void buildsWhatAddingNodeByNodeBuilds(RepetitionInfo info) {
    long seed = info.getCurrentRepetition();
    TreeImage expected = randomTree(new Random(seed));
    TreeLoader loader = new TreeLoader(RULES, (path, node) -> special.add(path));
    expected.forEach((path, node) -> add(loader, path, node));
    assertSame(expected, loader.end(), seed);
  }

  @RepeatedTest(20)
  void takesAnyOrderThatHasParentsBeforeTheirChildren(RepetitionInfo info) {
    long seed = info.getCurrentRepetition();
    Random random = new Random(seed);
    TreeImage expected = randomTree(random);
    List<Map.Entry<String, Znode>> nodes = new ArrayList<>();
    expected.forEach((path, node) -> nodes.add(Map.entry(path, node)));
    Collections.shuffle(nodes, random);
    nodes.sort((a, b) -> Long.compare(depth(a.getKey()), depth(b.getKey())));
    TreeLoader loader = new TreeLoader(RULES, (path, node) -> special.add(path));
    nodes.forEach(entry -> add(loader, entry.getKey(), entry.getValue()));
    assertSame(expected, loader.end(), seed);
  }

  @Test
  void refusesANodeWithoutItsParent() {
    TreeLoader loader = new TreeLoader(RULES, (path, node) -> {});
    StatPersisted stat = new StatPersisted(1, 1, 1, 1, 0, 0, 0, 0, 1);
    loader.add("/a", null, Acl.OPEN, stat);
    assertThrows(IllegalArgumentException.class, () -> loader.add("/b/c", null, Acl.OPEN, stat));
  }

  private void assertSame(TreeImage expected, TreeImage actual, long seed) {
    assertEquals(text(expected), text(actual), "seed " + seed);
    assertEquals(expected.digest(), actual.digest(), "seed " + seed);
    assertEquals(expected.count(), actual.count(), "seed " + seed);
    assertEquals(expected.pathAndDataBytes(), actual.pathAndDataBytes(), "seed " + seed);
    Set<String> expectedSpecial = new HashSet<>();
    expected.forEach(
        (path, node) -> {
          assertEquals(node.children().count(), node.children().names().size(), "seed " + seed);
          if (node.kind() != NodeKind.PERSISTENT) {
            expectedSpecial.add(path);
          }
        });
    assertEquals(expectedSpecial, special, "seed " + seed);
  }

  private static Map<String, String> text(TreeImage image) {
    Map<String, String> text = new LinkedHashMap<>();
    image.forEach(
        (path, node) ->
            text.put(
                path,
                node.statPersisted() + " " + node.acl() + " " + node.children().names().size()));
    return text;
  }

  private static void add(TreeLoader loader, String path, Znode node) {
    loader.add(path, node.data(), node.acl(), node.statPersisted());
  }

  private static long depth(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  /** With wide names, names of one hash, and every kind of node. */
  private static TreeImage randomTree(Random random) {
    TreeEdit edit = new TreeEdit(TreeImage.bare(RULES));
    List<String> parents = new ArrayList<>(List.of("/"));
    int count = random.nextInt(3000);
    for (int i = 1; i <= count; i++) {
      String parent = parents.get(random.nextInt(Math.min(parents.size(), 20)));
      StringBuilder path = new StringBuilder(parent.equals("/") ? "" : parent).append('/');
      switch (random.nextInt(3)) {
        case 0 -> path.append("n-").append(i);
        case 1 -> path.append('\u4e2d').append(i);
        default -> {
          for (int j = 0; j < 8; j++) {
            path.append(random.nextBoolean() ? "Aa" : "BB");
          }
        }
      }
      long owner = random.nextInt(10) == 0 ? 0x123L : 0;
      byte[] data = random.nextBoolean() ? null : new byte[random.nextInt(50)];
      if (edit.create(path.toString(), data, Acl.OPEN, owner, i, i, i) && owner == 0) {
        parents.add(random.nextInt(parents.size() + 1), path.toString());
      }
    }
    return edit.image();
  }
}
