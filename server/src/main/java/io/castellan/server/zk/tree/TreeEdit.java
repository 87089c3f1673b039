package io.castellan.server.zk.tree;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads from one image to the next, change by change. Used by one thread, for one transaction;
 * forgetting it undoes everything.
 *
 * <p>No method checks what a client may do: that was decided when the transaction was planned. A
 * change that is in the tree already (a log is replayed over a snapshot that was taken while it was
 * written) does nothing, except that it still lifts the parent's counters to what they were.
 */
public final class TreeEdit {
  private TreeImage image;
  private final List<Change> changes = new ArrayList<>(1);

  /** Starts at an image. */
  public TreeEdit(TreeImage image) {
    this.image = image;
  }

  /**
   * What a transaction has led to.
   *
   * @param image the tree after it
   * @param changes what it did, in order
   */
  public record Done(TreeImage image, List<Change> changes) {}

  /** The tree as it is by now. */
  public TreeImage image() {
    return image;
  }

  /** The end of the transaction. */
  public Done done() {
    return new Done(image, changes);
  }

  /**
   * Creates a node.
   *
   * @param owner the stored owner: 0, a session, or what marks a container or a time to live
   * @param parentCversion the parent's stored cversion after this
   * @return false when the parent is missing or the node is there already
   */
  public boolean create(
      String path,
      byte @Nullable [] data,
      List<Acl> acl,
      long owner,
      int parentCversion,
      long zxid,
      long timeMs) {
    String parentPath = TreeImage.parentOf(path);
    Znode[] chain = image.chain(parentPath);
    if (chain == null) {
      return false;
    }
    Znode parent = chain[chain.length - 1];
    int nameFrom = path.lastIndexOf('/') + 1;
    if (parent.children().find(path, nameFrom, path.length()) != null) {
      liftParent(chain, parentPath, parentCversion, zxid);
      return false;
    }
    Znode.Draft draft = Znode.draft(NodeName.of(path, nameFrom, path.length()));
    draft.data = data;
    draft.acl = acl;
    draft.czxid = zxid;
    draft.mzxid = zxid;
    draft.pzxid = zxid;
    draft.ctimeMs = timeMs;
    draft.mtimeMs = timeMs;
    draft.ephemeralOwner = owner;
    Znode node = done(draft, path);
    Znode.Draft parentDraft = parent.edit();
    parentDraft.children = parent.children().with(node);
    // In a replay the parent may be younger than this transaction: its counters never go back. Nor
    // do they go on where the counter of children has overflowed, as in stock: from there on each
    // sequential node is asked to take the same number.
    if (parentCversion > parent.cversion()) {
      parentDraft.cversion = parentCversion;
      parentDraft.pzxid = zxid;
    }
    Znode newParent = done(parentDraft, parentPath);
    replace(
        chain,
        newParent,
        digestOf(node, path) + digestOf(newParent, parentPath) - digestOf(parent, parentPath),
        1,
        path,
        node);
    changes.add(new Change(Change.Kind.CREATED, path, node, newParent));
    image = Quotas.afterCreate(image, path, node);
    return true;
  }

  /**
   * Deletes a node, which has no children.
   *
   * @return false when the node is missing
   */
  public boolean delete(String path, long zxid) {
    String parentPath = TreeImage.parentOf(path);
    Znode[] chain = image.chain(parentPath);
    if (chain == null) {
      return false;
    }
    Znode parent = chain[chain.length - 1];
    Znode node = parent.children().find(path, path.lastIndexOf('/') + 1, path.length());
    if (node == null) {
      if (zxid > parent.pzxid()) {
        Znode.Draft draft = parent.edit();
        draft.pzxid = zxid;
        replaceAlike(chain, parent, done(draft, parentPath), parentPath);
      }
      return false;
    }
    Znode.Draft parentDraft = parent.edit();
    parentDraft.children = parent.children().without(node);
    parentDraft.pzxid = Math.max(parent.pzxid(), zxid);
    Znode newParent = done(parentDraft, parentPath);
    replace(
        chain,
        newParent,
        digestOf(newParent, parentPath) - digestOf(parent, parentPath) - digestOf(node, path),
        -1,
        path,
        node);
    changes.add(new Change(Change.Kind.DELETED, path, node, newParent));
    image = Quotas.afterDelete(image, path, node);
    return true;
  }

  /**
   * Replaces a node's data.
   *
   * @param version the new version
   * @return false when the node is missing
   */
  public boolean setData(String path, byte @Nullable [] data, int version, long zxid, long timeMs) {
    Znode[] chain = image.chain(path);
    if (chain == null) {
      return false;
    }
    Znode before = chain[chain.length - 1];
    Znode.Draft draft = before.edit();
    draft.data = data;
    draft.version = version;
    draft.mzxid = zxid;
    draft.mtimeMs = timeMs;
    Znode after = done(draft, path);
    replaceAlike(chain, before, after, path);
    changes.add(new Change(Change.Kind.DATA_SET, path, after, after));
    image = Quotas.afterSetData(image, path, (long) after.dataBytes() - before.dataBytes());
    return true;
  }

  /**
   * Replaces a node's access control list; no other property changes.
   *
   * @param aversion the new aversion
   * @return false when the node is missing
   */
  public boolean setAcl(String path, List<Acl> acl, int aversion) {
    Znode[] chain = image.chain(path);
    if (chain == null) {
      return false;
    }
    Znode before = chain[chain.length - 1];
    Znode.Draft draft = before.edit();
    draft.acl = acl;
    draft.aversion = aversion;
    Znode after = done(draft, path);
    replaceAlike(chain, before, after, path);
    changes.add(new Change(Change.Kind.ACL_SET, path, after, after));
    return true;
  }

  /** Puts a node with all its properties in place, as a snapshot has it. Its parent is there. */
  void put(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    if (path.length() <= 1) {
      Znode.Draft draft = image.root().edit();
      draft.data = data;
      draft.acl = acl;
      draft.stat(stat);
      replaceAlike(
          new Znode[] {image.root()}, image.root(), done(draft, TreeImage.ROOT), TreeImage.ROOT);
      return;
    }
    String parentPath = TreeImage.parentOf(path);
    Znode[] chain = image.chain(parentPath);
    if (chain == null) {
      throw new IllegalArgumentException("znode: " + path + " (expected: its parent before it)");
    }
    Znode parent = chain[chain.length - 1];
    Znode.Draft draft = Znode.draft(NodeName.of(path, path.lastIndexOf('/') + 1, path.length()));
    draft.data = data;
    draft.acl = acl;
    draft.stat(stat);
    Znode node = done(draft, path);
    replace(
        chain,
        withChildren(parent, parentPath, parent.children().with(node)),
        digestOf(node, path),
        1,
        path,
        node);
  }

  /** Puts a node's data in place without a trace in its properties or the digest. */
  void setSilently(String path, byte[] data) {
    Znode[] chain = image.chain(path);
    if (chain != null) {
      Znode before = chain[chain.length - 1];
      Znode.Draft draft = before.edit();
      draft.data = data;
      replaceAlike(chain, before, done(draft, path), path);
    }
  }

  /** Makes a reserved node if it is missing. */
  void reserve(String path, List<Acl> acl, int aversion) {
    if (image.find(path) == null) {
      put(path, TreeImage.NO_DATA, acl, new StatPersisted(0, 0, 0, 0, 0, 0, aversion, 0, 0));
    }
  }

  /** The child was created already: by a later snapshot, so that its parent may be younger too. */
  private void liftParent(Znode[] chain, String parentPath, int parentCversion, long zxid) {
    Znode parent = chain[chain.length - 1];
    if (parentCversion > parent.cversion()) {
      Znode.Draft draft = parent.edit();
      draft.cversion = parentCversion;
      draft.pzxid = zxid;
      replaceAlike(chain, parent, done(draft, parentPath), parentPath);
    }
  }

  private Znode done(Znode.Draft draft, String path) {
    return draft.done(path, image.rules());
  }

  private Znode withChildren(Znode parent, String path, Children children) {
    if (parent instanceof FullZnode full) {
      return full.withChildren(children);
    }
    Znode.Draft draft = parent.edit();
    draft.children = children;
    return done(draft, path);
  }

  private long digestOf(Znode node, String path) {
    return Integer.toUnsignedLong(node.digest(path, image.rules()));
  }

  private void replaceAlike(Znode[] chain, Znode before, Znode after, String path) {
    image =
        new TreeImage(
            upward(chain, after),
            image.digest() + digestOf(after, path) - digestOf(before, path),
            image.rules(),
            image.count(),
            image.pathAndDataBytes() + after.dataBytes() - before.dataBytes());
  }

  private void replace(
      Znode[] chain, Znode newLast, long digestStep, int countStep, String path, Znode node) {
    image =
        new TreeImage(
            upward(chain, newLast),
            image.digest() + digestStep,
            image.rules(),
            image.count() + countStep,
            image.pathAndDataBytes() + (long) countStep * (path.length() + node.dataBytes()));
  }

  /** The root of a tree in which the last node of the chain is another. */
  private static Znode upward(Znode[] chain, Znode newLast) {
    Znode node = newLast;
    for (int i = chain.length - 2; i >= 0; i--) {
      FullZnode parent = (FullZnode) chain[i]; // as it has a child
      node = parent.withChildren(parent.children().with(node));
    }
    return node;
  }
}
