package io.castellan.server.zk.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BeanNamesTest {
  @Test
  void areThoseOfStock() {
    BeanNames alone = BeanNames.standalone(2181);
    assertEquals(
        "org.apache.ZooKeeperService:name0=StandaloneServer_port2181", alone.server().toString());
    assertEquals(
        "org.apache.ZooKeeperService:name0=StandaloneServer_port2181,name1=InMemoryDataTree",
        alone.tree().toString());
    assertEquals(
        "org.apache.ZooKeeperService:name0=StandaloneServer_port2181,name1=Connections,"
            + "name2=127.0.0.1,name3=0x1a",
        alone.connection("/127.0.0.1:4711", 0x1a).toString());
    assertEquals(
        "org.apache.ZooKeeperService:name0=ReplicatedServer_id3,name1=replica.3,name2=Follower,"
            + "name3=InMemoryDataTree",
        BeanNames.member(3, "follower").tree().toString());
  }

  @Test
  void quoteWhatHasColons() {
    assertEquals(
        "\"0:0:0:0:0:0:0:1\"",
        BeanNames.standalone(1).connection("/0:0:0:0:0:0:0:1:4711", 1).getKeyProperty("name2"));
  }
}
