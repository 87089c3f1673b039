package io.castellan.server.zk.peer;

/** Writes snapshots; runs on the snapshot lane. */
@FunctionalInterface
public interface SnapshotWriter {
  /**
   * Write a snapshot that is complete and readable on return.
   *
   * @throws io.castellan.server.storage.StorageException when the disk fails
   */
  void write(SnapshotImage image);
}
