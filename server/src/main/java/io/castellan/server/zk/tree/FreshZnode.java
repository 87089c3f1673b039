package io.castellan.server.zk.tree;

/**
 * A node that is as it was created: it never had a child, its data and its list were never
 * replaced, and no session owns it. Most nodes of a large tree are such, and two numbers say of
 * them what takes eleven for a {@link FullZnode}.
 */
final class FreshZnode extends Znode {
  private final long zxid;
  private final long timeMs;

  FreshZnode(Draft draft) {
    super(draft);
    this.zxid = draft.czxid;
    this.timeMs = draft.ctimeMs;
  }

  static boolean fits(Draft draft) {
    return draft.czxid == draft.mzxid
        && draft.czxid == draft.pzxid
        && draft.ctimeMs == draft.mtimeMs
        && draft.ephemeralOwner == 0
        && draft.version == 0
        && draft.cversion == 0
        && draft.aversion == 0
        && draft.children.count() == 0;
  }

  @Override
  public long czxid() {
    return zxid;
  }

  @Override
  public long mzxid() {
    return zxid;
  }

  @Override
  public long pzxid() {
    return zxid;
  }

  @Override
  public long ctimeMs() {
    return timeMs;
  }

  @Override
  public long mtimeMs() {
    return timeMs;
  }

  @Override
  public long ephemeralOwner() {
    return 0;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.PERSISTENT;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public int cversion() {
    return 0;
  }

  @Override
  public int aversion() {
    return 0;
  }

  @Override
  public Children children() {
    return Children.NONE;
  }

  /** Not kept: it is asked for when the node comes and when it goes. */
  @Override
  int digest(String path, TreeRules rules) {
    return TreeDigest.of(path, edit(), rules);
  }
}
