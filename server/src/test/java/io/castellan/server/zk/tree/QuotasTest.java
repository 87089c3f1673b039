package io.castellan.server.zk.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static final String HARD = "count=-1,bytes=-1=;byteHardLimit=20;countHardLimit=4";

  private final TreeEdit edit = new TreeEdit(TreeImage.empty(TreeRules.DEFAULT));

  @Test
  void countsWhatIsThereAndWhatComesAndGoes() {
    create("/a", "123");
    create("/a/b", "45");
    quota("/a", "count=9,bytes=9");
    assertEquals("count=2,bytes=5", stats("/a"));

    create("/a/b/c", "6");
    edit.setData("/a", null, 1, 7, 7);
    assertEquals("count=3,bytes=3", stats("/a"));

    edit.delete("/a/b/c", 8);
    assertEquals("count=2,bytes=2", stats("/a"));
  }

  @Test
  void countsForTheNearestQuotaOnly() {
    create("/a", "");
    create("/a/b", "");
    quota("/a", "count=9,bytes=9");
    quota("/a/b", "count=9,bytes=9");
    create("/a/b/c", "1");
    assertEquals("count=2,bytes=1", stats("/a/b"));
    assertEquals("count=2,bytes=0", stats("/a"));
  }

  @Test
  void countsBelowAPathThatOnlyBeginsLikeTheServersOwn() {
    create("/zookeepers", "");
    quota("/zookeepers", "count=9,bytes=9");
    create("/zookeepers/one", "1");
    assertEquals("count=2,bytes=1", stats("/zookeepers"));
  }

  @Test
  void stopsWhenTheLimitsAreGone() {
    create("/a", "");
    quota("/a", "count=9,bytes=9");
    edit.delete(Quotas.limitsPath("/a"), 5);
    create("/a/b", "1");
    assertEquals("count=1,bytes=0", stats("/a"));
    assertNull(QuotaUse.of(edit.image(), "/a/b"));
  }

  @Test
  void knowsHardLimitsBehindWhatHidesThemFromOldReleases() {
    create("/a", "12345");
    quota("/a", HARD);
    QuotaUse use = QuotaUse.of(edit.image(), "/a/anything/below");
    assertNotNull(use);
    assertEquals(
        new QuotaUse("/a", new QuotaUse.Amount(1, -1, 4), new QuotaUse.Amount(5, -1, 20)), use);
    assertEquals(HARD, QuotaText.parse(bytes(HARD)).toString());
  }

  @Test
  void takesWhatAnOperatorWroteByHandForWhatItCan() {
    for (String text : List.of("", "count=many,bytes=", "=,;=", "nonsense")) {
      QuotaText parsed = QuotaText.parse(bytes(text));
      assertEquals(-1, parsed.count(), text);
      assertEquals(-1, parsed.bytes(), text);
      assertEquals(-1, parsed.countHardLimit(), text);
    }
  }

  @Test
  void countsAnewWhatASnapshotHolds() {
    ZnodeTree tree = new ZnodeTree(TreeRules.DEFAULT);
    tree.beginLoad(9);
    load(tree, "", "");
    load(tree, "/zookeeper", "");
    load(tree, "/zookeeper/quota", "");
    load(tree, "/zookeeper/quota/a", "");
    load(tree, Quotas.limitsPath("/a"), HARD);
    load(tree, Quotas.statsPath("/a"), "count=77,bytes=77");
    load(tree, "/a", "123");
    load(tree, "/a/b", "4");
    tree.endLoad();
    assertEquals("count=2,bytes=4", text(tree.image().find(Quotas.statsPath("/a"))));
  }

  private static void load(ZnodeTree tree, String path, String data) {
    tree.loadNode(path, bytes(data), Acl.OPEN, new StatPersisted(1, 1, 1, 1, 0, 0, 0, 0, 1));
  }

  private void quota(String path, String limits) {
    StringBuilder at = new StringBuilder("/zookeeper/quota");
    for (String part : path.substring(1).split("/", -1)) {
      create(at.append('/').append(part).toString(), "");
    }
    create(Quotas.limitsPath(path), limits);
    create(Quotas.statsPath(path), "count=0,bytes=0");
  }

  private void create(String path, String data) {
    edit.create(path, bytes(data), Acl.OPEN, 0, 1, 1, 1);
  }

  private String stats(String path) {
    return text(edit.image().find(Quotas.statsPath(path)));
  }

  private static String text(@Nullable Znode node) {
    byte[] data = node == null ? null : node.data();
    return data == null ? "nothing" : new String(data, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
