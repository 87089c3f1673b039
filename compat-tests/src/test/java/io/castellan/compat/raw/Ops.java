package io.castellan.compat.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations of the client protocol. */
public final class Ops {
  /** Everybody may do everything. */
  public static final List<String> OPEN = List.of("world:anyone:31");

  private static final int NOTHING_YET = -1;

  private Ops() {}

  /** Bytes of a text. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A plain create of an open node. */
  public static Op create(String path, String data) {
    return create(1, path, utf8(data), OPEN, 0);
  }

  /**
   * create, create2, createContainer: they have the same request.
   *
   * @param type 1, 15 or 19
   */
  public static Op create(
      int type,
      @Nullable String path,
      byte @Nullable [] data,
      @Nullable List<String> acl,
      int flags) {
    return new Op(
        "create/" + type + " " + path + " acl=" + acl + " flags=" + flags,
        type,
        new Body().text(path).buffer(data).acl(acl).number(flags),
        type == 1 ? "t" : "tS");
  }

  /** createTTL. */
  public static Op createTtl(
      @Nullable String path, @Nullable List<String> acl, int flags, long ttlMs) {
    return new Op(
        "createTTL " + path + " acl=" + acl + " flags=" + flags + " ttl=" + ttlMs,
        21,
        new Body().text(path).buffer(utf8("t")).acl(acl).number(flags).longNumber(ttlMs),
        "tS");
  }

  /** delete. */
  public static Op delete(@Nullable String path, int version) {
    return new Op("delete " + path + " v" + version, 2, new Body().text(path).number(version), "");
  }

  /** setData. */
  public static Op setData(@Nullable String path, byte @Nullable [] data, int version) {
    return new Op(
        "setData " + path + " v" + version,
        5,
        new Body().text(path).buffer(data).number(version),
        "S");
  }

  /** setACL. */
  public static Op setAcl(@Nullable String path, @Nullable List<String> acl, int version) {
    return new Op(
        "setACL " + path + " " + acl + " v" + version,
        7,
        new Body().text(path).acl(acl).number(version),
        "S");
  }

  /** check, which is for multi only. */
  public static Op check(@Nullable String path, int version) {
    return new Op("check " + path + " v" + version, 13, new Body().text(path).number(version), "");
  }

  /** An operation that has a path and a watch: exists 3, getData 4, getChildren 8 and 12. */
  public static Op read(int type, @Nullable String path, boolean watch) {
    String name =
        switch (type) {
          case 3 -> "exists";
          case 4 -> "getData";
          case 8 -> "getChildren";
          default -> "getChildren2";
        };
    String shape =
        switch (type) {
          case 3 -> "S";
          case 4 -> "bS";
          case 8 -> "L";
          default -> "LS";
        };
    return new Op(
        name + " " + path + (watch ? " watch" : ""),
        type,
        new Body().text(path).flag(watch),
        shape);
  }

  /** getACL. */
  public static Op getAcl(@Nullable String path) {
    return new Op("getACL " + path, 6, new Body().text(path), "AS");
  }

  /** sync. */
  public static Op sync(@Nullable String path) {
    return new Op("sync " + path, 9, new Body().text(path), "t");
  }

  /** getEphemerals. */
  public static Op getEphemerals(@Nullable String prefix) {
    return new Op("getEphemerals " + prefix, 103, new Body().text(prefix), "L");
  }

  /** getAllChildrenNumber. */
  public static Op getAllChildrenNumber(@Nullable String path) {
    return new Op("getAllChildrenNumber " + path, 104, new Body().text(path), "i");
  }

  /** whoAmI. */
  public static Op whoAmI() {
    return new Op("whoAmI", 107, new Body(), "C");
  }

  /** addWatch. */
  public static Op addWatch(@Nullable String path, int mode) {
    return new Op(
        "addWatch " + path + " mode=" + mode, 106, new Body().text(path).number(mode), "i");
  }

  /** checkWatches. */
  public static Op checkWatches(@Nullable String path, int kind) {
    return new Op(
        "checkWatches " + path + " type=" + kind, 17, new Body().text(path).number(kind), "");
  }

  /** removeWatches. */
  public static Op removeWatches(@Nullable String path, int kind) {
    return new Op(
        "removeWatches " + path + " type=" + kind, 18, new Body().text(path).number(kind), "");
  }

  /** setWatches, or setWatches2 when there are five lists. */
  public static Op setWatches(long relativeZxid, List<List<String>> lists) {
    Body body = new Body().longNumber(relativeZxid);
    lists.forEach(body::texts);
    int type = lists.size() == 5 ? 105 : 101;
    return new Op(
        "setWatches/" + type + " since " + relativeZxid + " " + lists, -8, type, body.bytes(), "");
  }

  /** reconfig. */
  public static Op reconfig(
      @Nullable String joining, @Nullable String leaving, @Nullable String members, long version) {
    return new Op(
        "reconfig joining=" + joining + " leaving=" + leaving + " members=" + members,
        16,
        new Body().text(joining).text(leaving).text(members).longNumber(version),
        "bS");
  }

  /** auth. */
  public static Op auth(@Nullable String scheme, @Nullable String credentials) {
    return new Op(
        "auth " + scheme,
        -4,
        100,
        new Body()
            .number(0)
            .text(scheme)
            .buffer(credentials == null ? null : utf8(credentials))
            .bytes(),
        "");
  }

  /** closeSession. */
  public static Op closeSession() {
    return new Op("closeSession", -11, new Body(), "");
  }

  /** multi. */
  public static Op multi(Op... parts) {
    return together("multi", 14, Arrays.asList(parts));
  }

  /** multiRead. */
  public static Op multiRead(Op... parts) {
    return together("multiRead", 22, Arrays.asList(parts));
  }

  /** multi 14 or multiRead 22 of any parts, allowed or not. */
  public static Op together(String name, int type, List<Op> parts) {
    Body body = new Body();
    for (Op part : parts) {
      body.number(part.type()).flag(false).number(NOTHING_YET).raw(part.body());
    }
    body.number(-1).flag(true).number(NOTHING_YET);
    String label = parts.stream().limit(8).map(Op::label).collect(Collectors.joining("; "));
    return new Op(name + "[" + label + "]", type, body, "M");
  }
}
