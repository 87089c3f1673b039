package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.Stat;
import io.castellan.zk.protocol.data.StatPersisted;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of the tree with everything beneath it. Immutable; may be read by any thread.
 *
 * <p>The data array is shared with whoever reads it and must never be written to.
 */
public final class Znode {
  private final String name;
  private final byte @Nullable [] data;
  private final List<Acl> acl;
  private final Children children;
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
  private final NodeKind kind;

  private Znode(Draft draft) {
    this.name = draft.name;
    this.data = draft.data;
    this.acl = draft.acl;
    this.children = draft.children;
    this.czxid = draft.czxid;
    this.mzxid = draft.mzxid;
    this.pzxid = draft.pzxid;
    this.ctimeMs = draft.ctimeMs;
    this.mtimeMs = draft.mtimeMs;
    this.ephemeralOwner = draft.ephemeralOwner;
    this.version = draft.version;
    this.cversion = draft.cversion;
    this.aversion = draft.aversion;
    this.digest = draft.digest;
    this.kind = draft.kind;
  }

  private Znode(Znode from, Children children) {
    this.name = from.name;
    this.data = from.data;
    this.acl = from.acl;
    this.children = children;
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
    this.kind = from.kind;
  }

  /** The last part of the path; empty for the root. */
  public String name() {
    return name;
  }

  /** The data, not to be changed; null when there is none. */
  public byte @Nullable [] data() {
    return data;
  }

  /** How many bytes of data there are. */
  public int dataBytes() {
    return data == null ? 0 : data.length;
  }

  /** The access control list; empty when the node was stored without one. */
  public List<Acl> acl() {
    return acl;
  }

  /** The zxid that created the node. */
  public long czxid() {
    return czxid;
  }

  /** The zxid of the last change of the data. */
  public long mzxid() {
    return mzxid;
  }

  /** The zxid of the last creation or deletion of a child. */
  public long pzxid() {
    return pzxid;
  }

  /** Milliseconds since 1970 of the last change of the data. */
  public long mtimeMs() {
    return mtimeMs;
  }

  /** The stored owner: a session, 0, or what marks another {@link NodeKind}. */
  public long ephemeralOwner() {
    return ephemeralOwner;
  }

  /** Whether a session owns the node. */
  public boolean isEphemeral() {
    return kind == NodeKind.EPHEMERAL;
  }

  /** What kind of node this is. */
  public NodeKind kind() {
    return kind;
  }

  /** How often the data was replaced. */
  public int version() {
    return version;
  }

  /** How many children were ever created. */
  public int cversion() {
    return cversion;
  }

  /** How often the access control list was replaced. */
  public int aversion() {
    return aversion;
  }

  /** The children. */
  public Children children() {
    return children;
  }

  /** This node's part of the tree's digest; 0 when it does not count. */
  int digest() {
    return digest;
  }

  /** The properties as they are stored. */
  public StatPersisted statPersisted() {
    return new StatPersisted(
        czxid, mzxid, ctimeMs, mtimeMs, version, cversion, aversion, ephemeralOwner, pzxid);
  }

  /** The properties as clients see them. */
  public Stat stat() {
    return new Stat(
        czxid,
        mzxid,
        ctimeMs,
        mtimeMs,
        version,
        shownCversion(),
        aversion,
        shownOwner(),
        dataBytes(),
        children.count(),
        pzxid);
  }

  /** Writes what {@link #stat} returns, without making it. */
  public void writeStat(JuteWriter writer) {
    writer.writeLong(czxid);
    writer.writeLong(mzxid);
    writer.writeLong(ctimeMs);
    writer.writeLong(mtimeMs);
    writer.writeInt(version);
    writer.writeInt(shownCversion());
    writer.writeInt(aversion);
    writer.writeLong(shownOwner());
    writer.writeInt(dataBytes());
    writer.writeInt(children.count());
    writer.writeLong(pzxid);
  }

  /** Clients are shown creations plus deletions; each child that is gone was created once. */
  private int shownCversion() {
    return 2 * cversion - children.count();
  }

  private long shownOwner() {
    return isEphemeral() ? ephemeralOwner : 0;
  }

  /** This node with other children; its own properties and its digest stay. */
  Znode withChildren(Children children) {
    return new Znode(this, children);
  }

  /** A draft of a new node without children. */
  static Draft draft(String name) {
    return new Draft(name);
  }

  /** A draft that starts as this node. */
  Draft edit() {
    Draft draft = new Draft(name);
    draft.data = data;
    draft.acl = acl;
    draft.children = children;
    draft.czxid = czxid;
    draft.mzxid = mzxid;
    draft.pzxid = pzxid;
    draft.ctimeMs = ctimeMs;
    draft.mtimeMs = mtimeMs;
    draft.ephemeralOwner = ephemeralOwner;
    draft.version = version;
    draft.cversion = cversion;
    draft.aversion = aversion;
    return draft;
  }

  /** A node in the making. Never leaves the thread that makes it. */
  static final class Draft {
    final String name;
    byte @Nullable [] data;
    List<Acl> acl = List.of();
    Children children = Children.NONE;
    long czxid;
    long mzxid;
    long pzxid;
    long ctimeMs;
    long mtimeMs;
    long ephemeralOwner;
    int version;
    int cversion;
    int aversion;
    int digest;
    NodeKind kind = NodeKind.PERSISTENT;

    private Draft(String name) {
      this.name = name;
    }

    void stat(StatPersisted stat) {
      czxid = stat.czxid();
      mzxid = stat.mzxid();
      pzxid = stat.pzxid();
      ctimeMs = stat.ctimeMs();
      mtimeMs = stat.mtimeMs();
      ephemeralOwner = stat.ephemeralOwner();
      version = stat.version();
      cversion = stat.cversion();
      aversion = stat.aversion();
    }

    /**
     * The node.
     *
     * @param path where it is, for its digest
     */
    Znode done(String path, TreeRules rules) {
      digest = rules.digesting() ? TreeDigest.of(path, this) : 0;
      kind = NodeKind.of(ephemeralOwner, rules);
      return new Znode(this);
    }
  }
}
