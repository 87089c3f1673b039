package io.castellan.server.zk.store;

import io.castellan.server.storage.StorageException;
import io.castellan.server.zk.ensemble.Zxid;
import io.castellan.server.zk.tree.SnapshotImage;
import io.castellan.server.zk.tree.ZnodeTree;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a member of an ensemble does to its directories that a server alone never does: keep epochs,
 * and give up its own history for a leader's. Owned by the txnlog lane, while no log is open for
 * writing and no snapshot is being written.
 */
public final class MemberStore {
  private final StoreLayout layout;
  private final StoreSettings settings;
  private final LongSupplier nanoTime;
  private final Consumer<SnapshotImage> snapshots;
  private final EpochFiles epochs;

  /**
   * @param snapshots writes a snapshot, which is on stable storage on return
   */
  MemberStore(
      StoreLayout layout,
      StoreSettings settings,
      LongSupplier nanoTime,
      Consumer<SnapshotImage> snapshots) {
    this.layout = layout;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.snapshots = snapshots;
    this.epochs = new EpochFiles(layout.snapshotDirectory());
  }

  /** The epochs of this server. */
  public EpochFiles epochs() {
    return epochs;
  }

  /** The last transaction of the oldest snapshot: before that there is no way back. */
  public long oldestZxid() {
    List<StoreLayout.ZxidFile> all = layout.snapshots();
    return all.isEmpty() ? 0 : all.get(0).zxid();
  }

  /**
   * Forgets what comes after a transaction.
   *
   * @param empty what the remaining state is loaded into
   * @throws StorageException if the disk fails, or what remains does not end with that transaction
   */
  public void truncate(long zxid, ZnodeTree empty) {
    LogTruncation.truncate(layout, zxid, settings.maxLengthBytes());
    new Recovery(layout, settings, nanoTime).recover(new TreeLoading(empty));
    boolean epochBegins = zxid == Zxid.first(Zxid.epoch(zxid));
    if (empty.lastZxid() != zxid && !epochBegins) {
      throw StorageException.refused(
          layout.logDirectory(),
          "the log cannot be cut at "
              + Zxid.hex(zxid)
              + ", which it does not have; what is before is "
              + Zxid.hex(empty.lastZxid())
              + " (with its version-2 directories moved away, this server fetches all from its"
              + " leader)");
    }
  }

  /**
   * Puts another state in the place of everything. At every moment there is a state that this
   * server has been in, or the new one: first what is later goes from the log, so that the new
   * snapshot is never read together with transactions of another history; then the new snapshot
   * comes; then the rest goes, for it leads elsewhere.
   */
  public void install(SnapshotImage image) {
    LogTruncation.cutLogs(layout, image.zxid(), settings.maxLengthBytes());
    List<StoreLayout.ZxidFile> before = layout.snapshots();
    snapshots.accept(image);
    LogTruncation.deleteLogs(layout);
    LogTruncation.deleteSnapshots(before, image.zxid());
  }
}
