package io.castellan.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KerberosNameTest {
  @Test
  void isTakenApart() {
    assertEquals(
        new KerberosName("zk", "node1.example.org", "EXAMPLE.ORG"),
        KerberosName.parse("zk/node1.example.org@EXAMPLE.ORG"));
    assertEquals(new KerberosName("bob", "", "R"), KerberosName.parse("bob@R"));
    assertEquals(new KerberosName("bob", "", ""), KerberosName.parse("bob"));
    assertEquals("zk/h@R", KerberosName.parse("zk/h@R").toString());
  }

  @Test
  void isRefusedInAnyOtherForm() {
    for (String wrong : new String[] {"a@b@c", "a/b/c@R", "a@R/b"}) {
      assertThrows(IllegalArgumentException.class, () -> KerberosName.parse(wrong), wrong);
    }
  }

  @Test
  void isShortenedByTheFirstRuleThatFits() {
    assertEquals("bob", shorten("DEFAULT", "bob@OWN"));
    assertNull(shorten("DEFAULT", "bob@OTHER"));
    assertEquals("simple", shorten("DEFAULT", "simple"));
    assertEquals("bob", shorten("RULE:[1:$1@$0](.*@OTHER)s/@.*// DEFAULT", "bob@OTHER"));
    assertEquals("zk-h", shorten("RULE:[2:$1-$2]", "zk/h@OTHER"));
    assertEquals("b.b", shorten("RULE:[1:$1](.*)s/o/./g", "bob@X"));
    assertEquals("b.bo", shorten("RULE:[1:$1](.*)s/o/./", "bobo@X"));
    assertNull(shorten("RULE:[1:$1](a.*)", "bob@X"));
  }

  @Test
  void refusesWhatIsNoRule() {
    assertThrows(IllegalArgumentException.class, () -> ShortNames.parse("RULE:[1:$1", "OWN"));
    assertThrows(IllegalArgumentException.class, () -> ShortNames.parse("RULE:[1:$1](*)", "OWN"));
  }

  private static @Nullable String shorten(String rules, String principal) {
    return ShortNames.parse(rules, "OWN").of(KerberosName.parse(principal));
  }
}
