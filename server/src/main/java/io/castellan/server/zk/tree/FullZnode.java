package io.castellan.server.zk.tree;

/** A node with properties of its own, or with children. */
final class FullZnode extends Znode {
  private final Children children;
  private final NodeKind kind;
  private final long czxid;
  private final long mzxid;
  private final long pzxid;
  private final long ctimeMs;
  private final long mtimeMs;
  private final long ephemeralOwner;
  private final int version;
  private final int cversion;
  private final int aversion;
  private final int digest;

  FullZnode(Draft draft, NodeKind kind, int digest) {
    super(draft);
    this.children = draft.children;
    this.kind = kind;
    this.czxid = draft.czxid;
    this.mzxid = draft.mzxid;
    this.pzxid = draft.pzxid;
    this.ctimeMs = draft.ctimeMs;
    this.mtimeMs = draft.mtimeMs;
    this.ephemeralOwner = draft.ephemeralOwner;
    this.version = draft.version;
    this.cversion = draft.cversion;
    this.aversion = draft.aversion;
    this.digest = digest;
  }

  private FullZnode(FullZnode from, Children children) {
    super(from);
    this.children = children;
    this.kind = from.kind;
    this.czxid = from.czxid;
    this.mzxid = from.mzxid;
    this.pzxid = from.pzxid;
    this.ctimeMs = from.ctimeMs;
    this.mtimeMs = from.mtimeMs;
    this.ephemeralOwner = from.ephemeralOwner;
    this.version = from.version;
    this.cversion = from.cversion;
    this.aversion = from.aversion;
    this.digest = from.digest;
  }

  /** This node with other children; its own properties and its digest stay. */
  FullZnode withChildren(Children children) {
    return new FullZnode(this, children);
  }

  @Override
  public long czxid() {
    return czxid;
  }

  @Override
  public long mzxid() {
    return mzxid;
  }

  @Override
  public long pzxid() {
    return pzxid;
  }

  @Override
  public long ctimeMs() {
    return ctimeMs;
  }

  @Override
  public long mtimeMs() {
    return mtimeMs;
  }

  @Override
  public long ephemeralOwner() {
    return ephemeralOwner;
  }

  @Override
  public NodeKind kind() {
    return kind;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public int cversion() {
    return cversion;
  }

  @Override
  public int aversion() {
    return aversion;
  }

  @Override
  public Children children() {
    return children;
  }

  /** Kept: a parent's changes with each of its children. */
  @Override
  int digest(String path, TreeRules rules) {
    return digest;
  }
}
