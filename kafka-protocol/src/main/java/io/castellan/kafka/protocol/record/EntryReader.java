package io.castellan.kafka.protocol.record;

import java.io.Closeable;

/**
 * Opens entries of a log of any magic, and reads them record by record: a {@link RecordReader} for
 * batches of magic 2, a {@link LegacyReader} for what is older, behind one face.
 *
 * <pre>{@code
 * try (EntryReader reader = new EntryReader(maxRecordBytes)) {
 *   while (records.next()) {
 *     for (reader.open(records); reader.next(); ) { use(reader.record()); }
 *   }
 * }
 * }</pre>
 *
 * <p>Reusable, not for two threads. Close it: codecs keep native memory.
 */
public final class EntryReader implements Closeable {
  private final RecordReader batches;
  private final LegacyReader messages;
  private boolean legacy;

  /**
   * A reader of whole records.
   *
   * @param maxRecordBytes the largest record, expanded, that it will hold in memory
   */
  public EntryReader(int maxRecordBytes) {
    batches = new RecordReader(RecordReader.Depth.WHOLE, maxRecordBytes);
    messages = new LegacyReader(maxRecordBytes);
  }

  /**
   * Starts at the first record of the entry that an iteration has moved to.
   *
   * @throws InvalidRecordException if the entry cannot be opened
   */
  public EntryReader open(Records entry) throws InvalidRecordException {
    legacy = entry.magic() < RecordBatch.MAGIC;
    if (legacy) {
      messages.open(entry.legacy());
    } else {
      batches.open(entry.batch());
    }
    return this;
  }

  /**
   * Moves to the next record.
   *
   * @return false after the last one
   * @throws InvalidRecordException at a record that breaks the format
   */
  public boolean next() throws InvalidRecordException {
    return legacy ? messages.next() : batches.next();
  }

  /** The record that {@link #next} has moved to: a view, valid until the next move. */
  public Record record() {
    return legacy ? messages.record() : batches.record();
  }

  @Override
  public void close() {
    batches.close();
    messages.close();
  }
}
