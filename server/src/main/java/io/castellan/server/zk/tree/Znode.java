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
public abstract sealed class Znode permits FreshZnode, FullZnode {
  private final byte[] name;
  private final byte @Nullable [] data;
  private final List<Acl> acl;

  Znode(Draft draft) {
    this.name = draft.name;
    this.data = draft.data;
    this.acl = draft.acl;
  }

  Znode(Znode from) {
    this.name = from.name;
    this.data = from.data;
    this.acl = from.acl;
  }

  /** The last part of the path; empty for the root. Made anew by each call. */
  public final String name() {
    return NodeName.text(name);
  }

  /** The name as a {@link NodeName}; not to be changed. */
  final byte[] nameBytes() {
    return name;
  }

  /** The data, not to be changed; null when there is none. */
  public final byte @Nullable [] data() {
    return data;
  }

  /** How many bytes of data there are. */
  public final int dataBytes() {
    return data == null ? 0 : data.length;
  }

  /** The access control list; empty when the node was stored without one. */
  public final List<Acl> acl() {
    return acl;
  }

  /** The zxid that created the node. */
  public abstract long czxid();

  /** The zxid of the last change of the data. */
  public abstract long mzxid();

  /** The zxid of the last creation or deletion of a child. */
  public abstract long pzxid();

  /** Milliseconds since 1970 of the creation. */
  public abstract long ctimeMs();

  /** Milliseconds since 1970 of the last change of the data. */
  public abstract long mtimeMs();

  /** The stored owner: a session, 0, or what marks another {@link NodeKind}. */
  public abstract long ephemeralOwner();

  /** What kind of node this is. */
  public abstract NodeKind kind();

  /** How often the data was replaced. */
  public abstract int version();

  /** How many children were ever created. */
  public abstract int cversion();

  /** How often the access control list was replaced. */
  public abstract int aversion();

  /** The children. */
  public abstract Children children();

  /**
   * This node's part of the tree's digest; 0 when it does not count.
   *
   * @param path where the node is
   */
  abstract int digest(String path, TreeRules rules);

  /** Whether a session owns the node. */
  public final boolean isEphemeral() {
    return kind() == NodeKind.EPHEMERAL;
  }

  /** The properties as they are stored. */
  public final StatPersisted statPersisted() {
    return new StatPersisted(
        czxid(),
        mzxid(),
        ctimeMs(),
        mtimeMs(),
        version(),
        cversion(),
        aversion(),
        ephemeralOwner(),
        pzxid());
  }

  /** The properties as clients see them. */
  public final Stat stat() {
    return new Stat(
        czxid(),
        mzxid(),
        ctimeMs(),
        mtimeMs(),
        version(),
        shownCversion(),
        aversion(),
        shownOwner(),
        dataBytes(),
        children().count(),
        pzxid());
  }

  /** Writes what {@link #stat} returns, without making it. */
  public final void writeStat(JuteWriter writer) {
    writer.writeLong(czxid());
    writer.writeLong(mzxid());
    writer.writeLong(ctimeMs());
    writer.writeLong(mtimeMs());
    writer.writeInt(version());
    writer.writeInt(shownCversion());
    writer.writeInt(aversion());
    writer.writeLong(shownOwner());
    writer.writeInt(dataBytes());
    writer.writeInt(children().count());
    writer.writeLong(pzxid());
  }

  /** Clients are shown creations plus deletions; each child that is gone was created once. */
  private int shownCversion() {
    return 2 * cversion() - children().count();
  }

  private long shownOwner() {
    return isEphemeral() ? ephemeralOwner() : 0;
  }

  /**
   * A draft of a new node without children.
   *
   * @param name a {@link NodeName}
   */
  static Draft draft(byte[] name) {
    return new Draft(name);
  }

  /** A draft that starts as this node. */
  final Draft edit() {
    Draft draft = new Draft(name);
    draft.data = data;
    draft.acl = acl;
    draft.children = children();
    draft.czxid = czxid();
    draft.mzxid = mzxid();
    draft.pzxid = pzxid();
    draft.ctimeMs = ctimeMs();
    draft.mtimeMs = mtimeMs();
    draft.ephemeralOwner = ephemeralOwner();
    draft.version = version();
    draft.cversion = cversion();
    draft.aversion = aversion();
    return draft;
  }

  /** A node in the making. Never leaves the thread that makes it. */
  static final class Draft {
    final byte[] name;
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

    private Draft(byte[] name) {
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
      return FreshZnode.fits(this)
          ? new FreshZnode(this)
          : new FullZnode(
              this, NodeKind.of(ephemeralOwner, rules), TreeDigest.of(path, this, rules));
    }
  }
}
