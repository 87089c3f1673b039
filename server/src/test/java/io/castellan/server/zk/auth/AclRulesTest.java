package io.castellan.server.zk.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.zk.protocol.Permission;
import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Id;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AclRulesTest {
  private static final int ALL = 31;
  private static final AclRules RULES =
      new AclRules(
          false,
          new AuthSchemes(
              List.of(new IpScheme(), DigestScheme.DEFAULT, new SaslScheme("anyone-known"))));

  @Test
  void comparesAddressesByTheirFirstBits() {
    assertTrue(ip("10.1.2.3", "10.1.2.3"));
    assertTrue(ip("10.1.2.3", "10.1.0.0/16"));
    assertTrue(ip("10.1.2.3", "0.0.0.0/0"));
    assertTrue(ip("10.1.3.3", "10.1.2.0/23"));
    assertFalse(ip("10.1.4.3", "10.1.2.0/23"));
    assertTrue(ip("fe80::1:2", "fe80:0:0:0::/64"));
    assertTrue(ip("2001:db8::7f", "2001:db8::0/121"));
    assertFalse(ip("2001:db8::80", "2001:db8::0/121"));
    assertFalse(ip("10.1.2.3", "::/0"));
    assertFalse(ip("::1", "0.0.0.0/0"));
  }

  @Test
  void storesOnlyWhatASchemeUnderstands() {
    for (String valid : new String[] {"10.0.0.1", "10.0.0.0/8", "::1", "fe80::/10"}) {
      assertTrue(isStored(new Id("ip", valid)), valid);
    }
    for (String wrong : new String[] {"10.0.0", "10.0.0.0/33", "::1/129", "host", "10.0.0.0/x"}) {
      assertFalse(isStored(new Id("ip", wrong)), wrong);
    }
    assertTrue(isStored(new Id("digest", "user:hash")));
    assertFalse(isStored(new Id("digest", "user")));
    assertFalse(isStored(new Id("digest", "a:b:c")));
    assertTrue(isStored(new Id("sasl", "bob")));
    assertTrue(isStored(new Id("sasl", "zk/host@REALM")));
    assertFalse(isStored(new Id("sasl", "a@b@c")));
    assertFalse(isStored(new Id("x509", "CN=bob")));
    assertFalse(isStored(new Id("world", "nobody")));
  }

  @Test
  void replacesAuthByWhatSaysWhoSomebodyIs() {
    List<Id> own = List.of(new Id("ip", "::1"), new Id("digest", "u:h"), new Id("sasl", "bob"));
    assertEquals(
        List.of(new Acl(1, new Id("digest", "u:h")), new Acl(1, new Id("sasl", "bob"))),
        RULES.fixUp(List.of(new Acl(1, new Id("auth", "whatever"))), own));
    assertNull(RULES.fixUp(List.of(new Acl(1, new Id("auth", ""))), own.subList(0, 1)));
  }

  @Test
  void letsSaslUsersInByNameByTheNameOfAllAndTheSuperUserEverywhere() {
    assertTrue(sasl("bob", "bob"));
    assertFalse(sasl("bob", "alice"));
    assertTrue(sasl("bob", "anyone-known"));
    assertTrue(sasl("super", "alice"));
  }

  @Test
  void asksNothingOfTheSuperUserNorOfAnybodyWhenAclsAreSkipped() {
    List<Acl> closed = List.of(new Acl(ALL, new Id("digest", "a:b")));
    assertFalse(RULES.allows(closed, Permission.READ, List.of(new Id("ip", "::1"))));
    assertTrue(RULES.allows(closed, Permission.READ, List.of(DigestScheme.SUPER)));
    assertTrue(new AclRules(true, AuthSchemes.DEFAULT).allows(closed, Permission.READ, List.of()));
  }

  @Test
  void hashesNamesAndPasswordsAsStock() {
    DigestScheme scheme = new DigestScheme("SHA1", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
    assertEquals(
        List.of(new Id("digest", "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=")),
        scheme.prove(bytes("alice:secret"), "::1"));
    assertEquals(
        List.of(DigestScheme.SUPER, new Id("digest", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=")),
        scheme.prove(bytes("super:admin"), "::1"));
  }

  @Test
  void anEnsembleSendsAwayWhoMeansAnother() {
    EnsembleScheme scheme = new EnsembleScheme(Set.of("blue"));
    assertEquals(List.of(), scheme.prove(bytes("blue"), "::1"));
    assertEquals(List.of(), scheme.prove(bytes(""), "::1"));
    assertNull(scheme.prove(bytes("green"), "::1"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean ip(String own, String granted) {
    return RULES.allows(
        List.of(new Acl(ALL, new Id("ip", granted))), Permission.READ, List.of(new Id("ip", own)));
  }

  private static boolean sasl(String own, String granted) {
    return RULES.allows(
        List.of(new Acl(ALL, new Id("sasl", granted))),
        Permission.READ,
        List.of(new Id("sasl", own)));
  }

  private static boolean isStored(Id id) {
    return RULES.fixUp(List.of(new Acl(ALL, id)), List.of()) != null;
  }
}
