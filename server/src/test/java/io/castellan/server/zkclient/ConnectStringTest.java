package io.castellan.server.zkclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectStringTest {
  @Test
  void readsServersAndChroot() {
    ConnectString connect = ConnectString.parse("h1:2182, h2 ,[::1]:2183,10.0.0.1/kafka/a");
    assertEquals(
        List.of("h1:2182", "h2:2181", "::1:2183", "10.0.0.1:2181"),
        connect.servers().stream().map(s -> s.getHostString() + ":" + s.getPort()).toList());
    assertEquals("/kafka/a", connect.chroot());
    assertEquals("", ConnectString.parse("h:1/").chroot());
    assertEquals("", ConnectString.parse("h:1").chroot());
    assertEquals("::1", ConnectString.parse("[::1]").servers().get(0).getHostString());
  }

  @Test
  void refusesWhatNamesNoServerOrABadPort() {
    for (String bad : List.of("", "/a", ",", "h:0", "h:x", "h:70000", "h:1/a/", "h:1//a")) {
      assertThrows(IllegalArgumentException.class, () -> ConnectString.parse(bad), bad);
    }
  }
}
