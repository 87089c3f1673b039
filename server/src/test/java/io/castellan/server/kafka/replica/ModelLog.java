package io.castellan.server.kafka.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A log of numbers in memory. */
final class ModelLog implements FollowedLog {
  record Entry(int epoch, long value) {}

  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<Integer, Long> epochs = new TreeMap<>();
  private long highWatermark;
  private int checked;

  List<Entry> entries() {
    return entries;
  }

  /**
   * The first offset that has not been compared with what was acknowledged since it was written.
   */
  int unchecked() {
    return checked;
  }

  void checkedTo(int offset) {
    checked = offset;
  }

  /** A leader begins to write under an epoch, at the log's end. */
  void begin(int epoch) {
    if (epoch > latestEpoch()) {
      epochs.values().removeIf(start -> start >= entries.size());
      epochs.put(epoch, logEndOffset());
    }
  }

  void append(Entry entry) {
    begin(entry.epoch());
    entries.add(entry);
  }

  void truncate(long offset) {
    while (entries.size() > offset) {
      entries.remove(entries.size() - 1);
    }
    epochs.values().removeIf(start -> start >= offset);
    highWatermark = Math.min(highWatermark, entries.size());
    checked = Math.min(checked, entries.size());
  }

  void highWatermark(long offset) {
    highWatermark = Math.min(offset, entries.size());
  }

  @Override
  public long logStartOffset() {
    return 0;
  }

  @Override
  public long logEndOffset() {
    return entries.size();
  }

  @Override
  public long highWatermark() {
    return highWatermark;
  }

  @Override
  public int latestEpoch() {
    return epochs.isEmpty() ? EpochEnd.UNDEFINED_EPOCH : epochs.lastKey();
  }

  @Override
  public EpochEnd endOf(int epoch) {
    if (epoch == EpochEnd.UNDEFINED_EPOCH || epoch > latestEpoch()) {
      return EpochEnd.UNDEFINED;
    }
    Integer floor = epochs.floorKey(epoch);
    Map.Entry<Integer, Long> next = epochs.higherEntry(epoch);
    return new EpochEnd(
        floor == null ? epoch : floor, next == null ? logEndOffset() : next.getValue());
  }
}
