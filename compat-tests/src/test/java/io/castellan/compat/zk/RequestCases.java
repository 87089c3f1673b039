package io.castellan.compat.zk;

import io.castellan.compat.raw.Body;
import io.castellan.compat.raw.Op;
import io.castellan.compat.raw.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation with every mistake that can be made in it, alone and with every other: the
 * product of paths, access lists, versions, flags and data, on a tree that has something to offer
 * to each of them.
 */
final class RequestCases {
  /** Of a user whose password no test knows. */
  private static final String BOBS = "digest:bob:NE+QuiVKmhUKqx9wOWKnJUGVLIA=:31";

  private static final byte[] SMALL = Ops.utf8("x");
  private static final byte[] BIG = Ops.utf8("0123456789012345678901234567890123456789");

  private RequestCases() {}

  /** What must be there first. */
  static List<Op> tree() {
    List<Op> ops = new ArrayList<>();
    ops.add(Ops.auth("digest", "me:secret"));
    ops.add(Ops.create("/t", ""));
    ops.add(Ops.create("/t/p", "p"));
    ops.add(Ops.create("/t/p/there", "v0"));
    ops.add(Ops.setData("/t/p/there", Ops.utf8("v1"), 0));
    ops.add(Ops.create(1, "/t/eph", SMALL, Ops.OPEN, 1));
    for (String name : List.of("bobs", "r", "w", "c", "d", "a")) {
      ops.add(Ops.create("/t/" + name, name));
      ops.add(Ops.create("/t/" + name + "/below", name));
    }
    ops.add(Ops.setAcl("/t/bobs", List.of(BOBS), -1));
    ops.add(Ops.setAcl("/t/r", List.of("world:anyone:1"), -1));
    ops.add(Ops.setAcl("/t/w", List.of("world:anyone:2"), -1));
    ops.add(Ops.setAcl("/t/c", List.of("world:anyone:4"), -1));
    ops.add(Ops.setAcl("/t/d", List.of("world:anyone:8"), -1));
    ops.add(Ops.setAcl("/t/a", List.of("world:anyone:16", BOBS), 0));
    ops.add(Ops.create(19, "/t/container", SMALL, Ops.OPEN, 4));
    ops.add(Ops.createTtl("/t/ttl", Ops.OPEN, 5, 3_600_000));
    return ops;
  }

  /**
   * Quotas and what goes beyond them. To be asked one by one: a stock leader judges by what is
   * applied, so that which of several at once it refuses is a matter of chance.
   */
  static List<Op> quotas() {
    List<Op> ops = new ArrayList<>();
    ops.add(Ops.create("/zookeeper/quota/t", ""));
    for (String text :
        List.of(
            "count=-1,bytes=-1=;byteHardLimit=20;countHardLimit=4",
            "count=3,bytes=8",
            "count=2,bytes=2=;byteHardLimit=8;countHardLimit=3",
            "count=-1,bytes=-1=;byteHardLimit=0",
            "count=-1,bytes=-1",
            "bytes=3,count=1",
            "")) {
      String path = "/t/q" + ops.size();
      ops.add(Ops.create(path, ""));
      ops.add(Ops.create(path + "/first", "1"));
      ops.add(Ops.create("/zookeeper/quota" + path, ""));
      ops.add(Ops.create("/zookeeper/quota" + path + "/zookeeper_limits", text));
      ops.add(Ops.create("/zookeeper/quota" + path + "/zookeeper_stats", "count=7,bytes=7"));
      ops.addAll(beyondQuota(path));
      ops.add(Ops.delete("/zookeeper/quota" + path + "/zookeeper_limits", -1));
      ops.add(Ops.create(path + "/after", "quota"));
      ops.add(Ops.read(4, "/zookeeper/quota" + path + "/zookeeper_stats", false));
      ops.add(Ops.delete("/zookeeper/quota" + path + "/zookeeper_stats", -1));
      ops.add(Ops.create("/zookeeper/quota" + path + "/zookeeper_limits", text));
      ops.add(Ops.create(path + "/unwatched", "quota without stats"));
    }
    return ops;
  }

  private static List<Op> beyondQuota(String path) {
    List<Op> ops = new ArrayList<>();
    List<Op> writes = new ArrayList<>();
    writes.add(Ops.setData(path, SMALL, -1));
    writes.add(Ops.create(path + "/second", "12"));
    writes.add(Ops.create(path + "/second/below", "123"));
    writes.add(Ops.setData(path + "/first", Ops.utf8("12345678"), -1));
    writes.add(Ops.create(path + "/third", ""));
    writes.add(Ops.setData(path + "/first", BIG, 77));
    writes.add(Ops.setData(path + "/first", BIG, -1));
    writes.add(Ops.setData(path + "/first", Ops.utf8("1234567"), -1));
    writes.add(Ops.create(1, path + "/fourth-", BIG, Ops.OPEN, 2));
    writes.add(Ops.create(15, path + "/fourth-", SMALL, Ops.OPEN, 3));
    writes.add(Ops.create(1, path + "/bad", BIG, List.of(), 0));
    writes.add(Ops.create(1, path + "/first", BIG, Ops.OPEN, 0));
    writes.add(Ops.setAcl(path, Ops.OPEN, -1));
    writes.add(Ops.multi(Ops.check(path, -1), Ops.create(path + "/fifth", "12345678901234567890")));
    writes.add(Ops.delete(path + "/second/below", -1));
    writes.add(Ops.setData(path + "/first", null, -1));
    for (Op write : writes) {
      ops.add(write);
      ops.add(Ops.read(4, "/zookeeper/quota" + path + "/zookeeper_stats", false));
    }
    return ops;
  }

  private static List<String> paths() {
    List<String> paths = new ArrayList<>(illegalPaths());
    paths.addAll(
        List.of(
            "/",
            "/t/p",
            "/t/p/there",
            "/t/p/new",
            "/t/missing",
            "/t/missing/child",
            "/t/eph",
            "/t/eph/child",
            "/t/bobs",
            "/t/bobs/below",
            "/t/bobs/new",
            "/t/bobs/\u0001",
            "/t/r/below",
            "/t/r",
            "/t/w",
            "/t/c/new",
            "/t/c/below",
            "/t/c",
            "/t/d/below",
            "/t/d",
            "/t/a",
            "/t/a/below",
            "/t/container",
            "/t/container/child",
            "/t/ttl",
            "/t/ttl/child",
            "/zookeeper",
            "/zookeeper/quota",
            "/zookeeper/config",
            "/zookeeper/config/x",
            "/zookeeper/new"));
    return paths;
  }

  private static List<String> illegalPaths() {
    return List.of(
        "",
        "x",
        "no/slash",
        "//",
        "/t/p/",
        "/t//p",
        "/t/p/.",
        "/t/./x",
        "/t/p/..",
        "/t/p/...",
        "/t/p/a\0b",
        "/t/p/\u0001",
        "/t/p/\u001f",
        "/t/p/ ",
        "/t/p/\u007f",
        "/t/p/\u009f",
        "/t/p/\u00a0",
        "/t/p/\ud7ff",
        "/t/p/\ue000",
        "/t/p/\uf8ff",
        "/t/p/\uf900",
        "/t/p/\uffef",
        "/t/p/\ufff0",
        "/t/p/\uffff",
        "/t/p/\ud83d\ude00");
  }

  private static List<List<String>> acls() {
    List<List<String>> acls = new ArrayList<>();
    acls.add(List.of());
    acls.add(Ops.OPEN);
    acls.add(List.of("world:anyone:31", "world:anyone:31", "auth::31", "ip:127.0.0.1:1"));
    acls.add(List.of("auth:ignored:31"));
    acls.add(List.of("nonsense:anyone:31"));
    acls.add(List.of("world:everyone:31"));
    acls.add(List.of("digest:no-colon:31"));
    acls.add(List.of("ip:not-an-address:31"));
    acls.add(List.of("world:anyone:0"));
    acls.add(List.of("world:anyone:-1"));
    return acls;
  }

  /** create, create2, createContainer. */
  static List<Op> creates(int type) {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int flags : new int[] {5, 6, 7, -1}) {
        ops.add(Ops.create(type, path, SMALL, Ops.OPEN, flags));
      }
      ops.add(Ops.create(type, path, SMALL, null, 0));
      ops.add(Ops.create(type, path, BIG, List.of(), 7));
    }
    ops.addAll(creationsInMulti(type));
    return ops;
  }

  /** The same without those that a multi cannot carry. */
  static List<Op> creationsInMulti(int type) {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int flags = 0; flags <= 4; flags++) {
        ops.add(Ops.create(type, path, SMALL, Ops.OPEN, flags));
      }
      for (List<String> acl : acls()) {
        ops.add(Ops.create(type, path, SMALL, acl, 0));
      }
      ops.add(Ops.create(type, path, BIG, Ops.OPEN, 0));
      ops.add(Ops.create(type, path, null, Ops.OPEN, 2));
      ops.add(Ops.create(type, path, BIG, List.of(), 0));
    }
    return ops;
  }

  static List<Op> createTtls() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int flags : new int[] {0, 1, 2, 3, 4, 5, 6, 7}) {
        ops.add(Ops.createTtl(path, Ops.OPEN, flags, 1000));
      }
      for (long ttl : new long[] {-1, 0, 1, (1L << 40) - 1, 1L << 40, Long.MAX_VALUE}) {
        ops.add(Ops.createTtl(path, Ops.OPEN, 6, ttl));
        ops.add(Ops.createTtl(path, List.of(), 0, ttl));
      }
      ops.add(Ops.createTtl(path, List.of(), 5, 1000));
    }
    return ops;
  }

  static List<Op> sets() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int version : new int[] {7, 1, 0, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        ops.add(Ops.setData(path, SMALL, version));
      }
      ops.add(Ops.setData(path, null, -1));
      ops.add(Ops.setData(path, BIG, -1));
      ops.add(Ops.setData(path, BIG, 7));
    }
    return ops;
  }

  static List<Op> checks() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int version : new int[] {7, 1, 0, -1, -2}) {
        ops.add(Ops.check(path, version));
      }
    }
    return ops;
  }

  static List<Op> setAcls() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (List<String> acl : acls()) {
        ops.add(Ops.setAcl(path, acl, 77));
      }
      ops.add(Ops.setAcl(path, null, 77));
      ops.add(Ops.setAcl(path, List.of(), -1));
      ops.add(Ops.setAcl(path, List.of("world:anyone:31", "auth::1"), 0));
    }
    return ops;
  }

  /** Those that take nodes away come last. */
  static List<Op> deletes() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      ops.add(Ops.delete(path, 77));
    }
    for (String path : paths()) {
      if (!path.startsWith("/t/eph")) {
        ops.add(Ops.delete(path, -1));
        ops.add(Ops.delete(path, 0));
      }
    }
    return ops;
  }

  static List<Op> reads() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int type : new int[] {3, 4, 8, 12}) {
        ops.add(Ops.read(type, path, false));
      }
      ops.add(Ops.getAcl(path));
      ops.add(Ops.sync(path));
      ops.add(Ops.getEphemerals(path));
      ops.add(Ops.getAllChildrenNumber(path));
    }
    ops.add(Ops.getEphemerals("/t/ep"));
    ops.add(Ops.getEphemerals(" "));
    ops.add(Ops.getEphemerals(null));
    ops.add(Ops.whoAmI());
    return ops;
  }

  static List<Op> watches() {
    List<Op> ops = new ArrayList<>();
    for (String path : paths()) {
      for (int kind = 0; kind <= 6; kind++) {
        ops.add(Ops.checkWatches(path, kind));
      }
      for (int mode = -1; mode <= 2; mode++) {
        ops.add(Ops.addWatch(path, mode));
      }
      ops.add(Ops.read(3, path, true));
      for (int kind = 6; kind >= 0; kind--) {
        ops.add(Ops.checkWatches(path, kind));
        ops.add(Ops.removeWatches(path, kind));
      }
    }
    return ops;
  }

  /** What cannot be read as a request: refused, by whatever words. */
  static List<Op> unreadable() {
    List<Op> ops = new ArrayList<>();
    ops.add(Ops.create(1, null, SMALL, Ops.OPEN, 0));
    ops.add(Ops.create(15, null, SMALL, Ops.OPEN, 0));
    ops.add(Ops.create(19, null, SMALL, Ops.OPEN, 4));
    ops.add(Ops.delete(null, -1));
    ops.add(Ops.setData(null, SMALL, -1));
    ops.add(Ops.setAcl(null, Ops.OPEN, -1));
    ops.add(Ops.multi(Ops.check(null, -1)));
    for (int type : new int[] {3, 4, 8, 12}) {
      ops.add(Ops.read(type, null, false));
    }
    ops.add(Ops.getAcl(null));
    ops.add(Ops.getAllChildrenNumber(null));
    ops.add(Ops.multiRead(Ops.read(4, null, false)));
    for (int type : new int[] {1, 15, 19}) {
      for (int flags : new int[] {5, 6, 7, -1}) {
        ops.add(Ops.multi(Ops.create(type, "/t/p/x", SMALL, Ops.OPEN, flags)));
      }
      ops.add(Ops.multi(Ops.create(type, "/t/p/x", SMALL, null, 0)));
    }
    Op read = Ops.read(4, "/t/p", false);
    ops.add(Ops.multi(Ops.check("/t/p", -1), read));
    ops.add(Ops.multiRead(read, Ops.check("/t/p", -1)));
    ops.add(Ops.multi(Ops.setAcl("/t/p", Ops.OPEN, -1)));
    ops.add(Ops.multi(Ops.sync("/t/p")));
    ops.add(Ops.multiRead(Ops.read(3, "/t/p", false)));
    ops.add(Ops.multiRead(Ops.read(12, "/t/p", false)));
    ops.add(new Op("create of nothing", 1, new Body(), ""));
    ops.add(new Op("setData, a path and no more", 5, new Body().text("/t/p"), "S"));
    ops.add(new Op("getData, longer than it is", 4, new Body().number(1000).number(0), "bS"));
    ops.add(new Op("getData, of less than no length", 4, new Body().number(-2).number(0), "bS"));
    ops.add(new Op("setACL, lists too long", 7, new Body().text("/t/p").number(1 << 30), "S"));
    ops.add(new Op("multi without an end", 14, new Body().number(13), "M"));
    ops.add(Ops.create("/t/last", "still there"));
    return ops;
  }

  static List<Op> reconfigs() {
    return List.of(
        Ops.reconfig("server.2=localhost:1:2:participant;3", null, null, -1),
        Ops.reconfig(null, "1", null, -1),
        Ops.reconfig(null, null, "server.1=localhost:1:2:participant;3", -1),
        Ops.reconfig(null, null, null, 77),
        Ops.reconfig("nonsense", "nonsense", "nonsense", 0));
  }
}
