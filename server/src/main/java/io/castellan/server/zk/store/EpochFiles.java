package io.castellan.server.zk.store;

import io.castellan.server.storage.Checkpoint;
import io.castellan.server.storage.Directories;
import io.castellan.server.storage.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The two numbers that a member of an ensemble must never forget: the highest epoch that it has
 * promised to a leader, and the epoch whose history it has (Zab 1.0). Each is a decimal number in a
 * file of its own, replaced as a whole. Owned by the ensemble lane.
 */
public final class EpochFiles {
  private static final int EPOCH_SHIFT = 32;

  /** Of 3.4: it stands while a snapshot of a new epoch is there and its epoch not yet written. */
  private static final String UPDATING = "updatingEpoch";

  private final Path updating;
  private final Checkpoint accepted;
  private final Checkpoint current;

  /**
   * The files in this directory, which need not exist.
   *
   * @param snapshotDirectory that of the {@link StoreLayout}
   */
  public EpochFiles(Path snapshotDirectory) {
    this.updating = snapshotDirectory.resolve(UPDATING);
    this.accepted = new Checkpoint(snapshotDirectory.resolve("acceptedEpoch"));
    this.current = new Checkpoint(snapshotDirectory.resolve("currentEpoch"));
  }

  /**
   * Both epochs of a server that starts.
   *
   * @param accepted never less than {@code current}
   * @param current never less than the epoch of the last transaction in the log
   */
  public record Epochs(long accepted, long current) {}

  /**
   * Reads both, and writes what is missing: a server of 3.4 or one that was alone has no such
   * files, and a crash may have come between a history and its epoch.
   *
   * @param lastZxid of the last transaction in the log; -1 when the data is lost, then nothing is
   *     written
   * @throws StorageException if the files contradict the log or each other: such a server might
   *     vote for itself with a history that it has not promised to have
   */
  public Epochs recover(long lastZxid) {
    long logEpoch = lastZxid < 0 ? 0 : lastZxid >> EPOCH_SHIFT;
    OptionalLong written = currentEpoch();
    long currentEpoch = written.orElse(logEpoch);
    OptionalLong promised = acceptedEpoch();
    long acceptedEpoch = promised.orElse(logEpoch);
    if (logEpoch > currentEpoch) {
      currentEpoch = interrupted(logEpoch, currentEpoch, promised.orElse(-1));
    }
    if (acceptedEpoch < currentEpoch) {
      throw StorageException.corrupt(
          accepted.path(),
          "epoch: " + acceptedEpoch + " (expected: >= currentEpoch " + currentEpoch + ")");
    }
    if (lastZxid >= 0) {
      if (written.isEmpty() || written.getAsLong() != currentEpoch) {
        writeCurrentEpoch(currentEpoch);
      }
      if (promised.isEmpty()) {
        writeAcceptedEpoch(acceptedEpoch);
      }
    }
    Directories.delete(updating);
    return new Epochs(acceptedEpoch, currentEpoch);
  }

  /** The log is of a later epoch than the file: legal only where a crash has left the reason. */
  private long interrupted(long logEpoch, long currentEpoch, long acceptedEpoch) {
    if (Files.exists(updating)) {
      return logEpoch; // ZOOKEEPER-1653
    }
    if (acceptedEpoch >= logEpoch) {
      // The history of a promised epoch is logged before that epoch is written. It was logged in
      // order, so what is there begins with all that was before the epoch of its last transaction.
      return logEpoch;
    }
    long interrupted = interruptedCurrentEpoch().orElse(-1);
    if (interrupted >= logEpoch) {
      return interrupted; // ZOOKEEPER-2307
    }
    throw StorageException.corrupt(
        current.path(),
        "epoch: "
            + currentEpoch
            + " (expected: >= "
            + logEpoch
            + ", the epoch of the last transaction)");
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
