package io.castellan.server.zk.store;

import io.castellan.server.storage.Checkpoint;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The two numbers that a member of an ensemble must never forget: the highest epoch that it has
 * promised to a leader, and the epoch whose history it has (Zab 1.0). Each is a decimal number in a
 * file of its own, replaced as a whole. Owned by the ensemble lane.
 */
public final class EpochFiles {
  private final Checkpoint accepted;
  private final Checkpoint current;

  /**
   * The files in this directory, which need not exist.
   *
   * @param snapshotDirectory that of the {@link StoreLayout}
   */
  public EpochFiles(Path snapshotDirectory) {
    this.accepted = new Checkpoint(snapshotDirectory.resolve("acceptedEpoch"));
    this.current = new Checkpoint(snapshotDirectory.resolve("currentEpoch"));
  }

  /**
   * Returns the highest epoch accepted from a prospective leader, empty if none was ever written.
   */
  public OptionalLong acceptedEpoch() {
    return parse(accepted.path(), accepted.read());
  }

  /** Returns the epoch of the last NEWLEADER acknowledged, empty if none was ever written. */
  public OptionalLong currentEpoch() {
    return parse(current.path(), current.read());
  }

  /**
   * Returns the current epoch whose writing a crash has interrupted, empty if there is none
   * (ZOOKEEPER-2307).
   */
  public OptionalLong interruptedCurrentEpoch() {
    return parse(current.path(), current.readTemporary());
  }

  /** Stores the accepted epoch; on return it is on stable storage. */
  public void writeAcceptedEpoch(long epoch) {
    accepted.write(Long.toString(epoch));
  }

  /** Stores the current epoch; on return it is on stable storage. */
  public void writeCurrentEpoch(long epoch) {
    current.write(Long.toString(epoch));
  }

  private static OptionalLong parse(Path path, @Nullable String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.trim()));
    } catch (NumberFormatException e) {
      throw StorageException.corrupt(path, "epoch: \"" + text.trim() + "\" (expected: a number)");
    }
  }
}
