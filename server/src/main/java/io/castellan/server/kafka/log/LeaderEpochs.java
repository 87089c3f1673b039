package io.castellan.server.kafka.log;

import io.castellan.server.storage.Checkpoint;
import io.castellan.server.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which leader epochs have written which part of a log (KIP-101, KIP-279): the file {@code
 * leader-epoch-checkpoint}. Owned by the partition's lane.
 */
public final class LeaderEpochs {
  /** The file's name. */
  public static final String FILE = "leader-epoch-checkpoint";

  /** An epoch that is not known. */
  public static final int UNDEFINED_EPOCH = -1;

  /** An offset that is not known. */
  public static final long UNDEFINED_OFFSET = -1;

  /**
   * An epoch and the offset of the first record that was written under it.
   *
   * @param epoch the leader's epoch
   * @param startOffset the first record's offset
   */
  public record Entry(int epoch, long startOffset) {}

  private final Checkpoint checkpoint;
  private List<Entry> entries;
  private boolean dirty;

  private LeaderEpochs(Checkpoint checkpoint, List<Entry> entries) {
    this.checkpoint = checkpoint;
    this.entries = List.copyOf(entries);
  }

  /** Reads the file of a partition's directory; a missing one is empty. */
  static LeaderEpochs open(Path directory) {
    Checkpoint checkpoint = new Checkpoint(directory.resolve(FILE));
    String text = checkpoint.read();
    return new LeaderEpochs(
        checkpoint, text == null ? new ArrayList<>() : parse(text, checkpoint.path()));
  }

  private static List<Entry> parse(String text, Path path) {
    List<String[]> lines = CheckpointText.lines(text, 2, path);
    List<Entry> entries = new ArrayList<>(lines.size());
    for (String[] line : lines) {
      int epoch = (int) CheckpointText.number(line[0], path);
      long startOffset = CheckpointText.number(line[1], path);
      if (!entries.isEmpty() && entries.get(entries.size() - 1).epoch >= epoch) {
        throw StorageException.corrupt(path, "epoch: " + epoch + " (expected: ascending)");
      }
      entries.add(new Entry(epoch, startOffset));
    }
    return entries;
  }

  /** The entries, ascending; a list that never changes, to be handed to readers. */
  public List<Entry> entries() {
    return entries;
  }

  /** The newest epoch, or {@link #UNDEFINED_EPOCH}. */
  public int latestEpoch() {
    return entries.isEmpty() ? UNDEFINED_EPOCH : entries.get(entries.size() - 1).epoch;
  }

  /**
   * Takes note of an epoch, if it is newer than those known. Entries that claim to begin at or
   * after its start have left no record and go. Not written yet: an epoch counts once it has
   * records, those say which epoch they are of, and {@link #writeIfDirty} comes before the recovery
   * point passes them.
   */
  void assign(int epoch, long startOffset) {
    if (epoch < 0 || epoch <= latestEpoch()) {
      return;
    }
    List<Entry> changed = new ArrayList<>(before(startOffset));
    changed.add(new Entry(epoch, startOffset));
    entries = List.copyOf(changed);
    dirty = true;
  }

  /**
   * The end of an epoch, as a follower asks for it (KIP-101): the largest known epoch at or below
   * the one asked for, and the offset at which the next larger one begins.
   *
   * @param entries those of the log
   * @param logEndOffset the end of the newest epoch
   * @return epoch -1 and offset -1 if there is no answer
   */
  static Entry endOffsetFor(List<Entry> entries, int epoch, long logEndOffset) {
    int latest = entries.isEmpty() ? UNDEFINED_EPOCH : entries.get(entries.size() - 1).epoch;
    if (epoch == UNDEFINED_EPOCH || epoch > latest) {
      return new Entry(UNDEFINED_EPOCH, UNDEFINED_OFFSET);
    }
    if (epoch == latest) {
      return new Entry(epoch, logEndOffset);
    }
    int floor = -1;
    for (int i = 0; i < entries.size() && entries.get(i).epoch <= epoch; i++) {
      floor = i;
    }
    // Older than everything that is known: its end is where the oldest known one begins.
    return floor < 0
        ? new Entry(epoch, entries.get(0).startOffset)
        : new Entry(entries.get(floor).epoch, entries.get(floor + 1).startOffset);
  }

  /** The epoch that wrote an offset, or {@link #UNDEFINED_EPOCH}. */
  static int epochOf(List<Entry> entries, long offset) {
    int epoch = UNDEFINED_EPOCH;
    for (Entry entry : entries) {
      if (entry.startOffset > offset) {
        break;
      }
      epoch = entry.epoch;
    }
    return epoch;
  }

  /** The log has been cut: epochs that begin at or after its new end have left nothing. */
  void truncateFromEnd(long endOffset) {
    List<Entry> kept = before(endOffset);
    dirty |= kept.size() < entries.size();
    entries = kept;
  }

  /**
   * The log begins later: the epoch that its first offset belongs to begins there, older ones are
   * gone.
   */
  void truncateFromStart(long startOffset) {
    int kept = -1;
    for (int i = 0; i < entries.size() && entries.get(i).startOffset <= startOffset; i++) {
      kept = i;
    }
    if (kept < 0 || (kept == 0 && entries.get(0).startOffset == startOffset)) {
      return;
    }
    List<Entry> changed = new ArrayList<>(entries.subList(kept, entries.size()));
    changed.set(0, new Entry(entries.get(kept).epoch, startOffset));
    entries = List.copyOf(changed);
    dirty = true;
  }

  private List<Entry> before(long offset) {
    return entries.stream().filter(entry -> entry.startOffset < offset).toList();
  }

  /** Forgets everything. */
  void clear() {
    dirty |= !entries.isEmpty();
    entries = List.of();
  }

  /** Writes the file if it is behind. */
  void writeIfDirty() {
    if (dirty) {
      write();
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      lines.add(entry.epoch + " " + entry.startOffset);
    }
    checkpoint.write(CheckpointText.of(lines));
    dirty = false;
  }
}
