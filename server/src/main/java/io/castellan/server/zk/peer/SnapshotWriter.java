package io.castellan.server.zk.peer;

import io.castellan.server.zk.tree.SnapshotImage;
import java.nio.file.Path;

/** Writes snapshots; runs on the snapshot lane. */
@FunctionalInterface
public interface SnapshotWriter {
  /**
   * Write a snapshot that is complete and readable on return.
   *
   * @return where it lies
   * @throws io.castellan.server.storage.StorageException when the disk fails
   */
  Path write(SnapshotImage image);
}
