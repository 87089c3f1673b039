package io.castellan.server.zk.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeNameTest {
  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "node-0000000001",
          "\u007f",
          "\u0080",
          "ä",
          "aä",
          "名前",
          "\ud83d\ude00",
          "\udc00",
          "ÿ");

  @Test
  void givesBackEveryStringEvenOneThatIsNoText() {
    for (String name : NAMES) {
      byte[] bytes = NodeName.of("/x/" + name + "/y", 3, 3 + name.length());
      assertEquals(name, NodeName.text(bytes));
      assertEquals(name.hashCode(), NodeName.hash(bytes), name);
      assertEquals(name.hashCode(), NodeName.hash("/" + name, 1, 1 + name.length()), name);
    }
  }

  @Test
  void isTheSameAsItsOwnTextOnly() {
    for (String name : NAMES) {
      byte[] bytes = NodeName.of(name, 0, name.length());
      for (String other : NAMES) {
        String path = "/" + other + "/z";
        assertEquals(
            name.equals(other), NodeName.matches(bytes, path, 1, 1 + other.length()), other);
        assertEquals(
            name.equals(other), NodeName.same(bytes, NodeName.of(other, 0, other.length())));
      }
    }
    byte[] ascii = NodeName.of("ab", 0, 2);
    assertTrue(NodeName.matches(ascii, "xaby", 1, 3));
    assertFalse(NodeName.matches(ascii, "xaby", 1, 4));
  }
}
