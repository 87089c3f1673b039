package io.castellan.kafka.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;

/**
 * Rewrites entries of a log for clients that know only an older format: those before 0.11, and
 * before 0.10.
 *
 * <p>A plain batch becomes one message for each record from the wanted offset on, a compressed one
 * a wrapper in the same codec around all of its records. Headers, producers and what marks the end
 * of a transaction have no place in the old formats and are left away. An entry that is old enough
 * stays as it is.
 *
 * <p>Reusable for one entry after another; not for two threads.
 */
public final class DownConverter implements Closeable {
  /** What has become of an entry. */
  public enum Outcome {
    /** It was appended to the buffer in the older format. */
    CONVERTED,
    /** It holds nothing that the client could be given. */
    NOTHING,
    /** Its codec, zstd, exists in no older format. */
    UNKNOWN_CODEC
  }

  private final int magic;
  private final long fromOffset;
  private final EntryReader reader;

  /**
   * A converter.
   *
   * @param magic the newest format that the client knows: 0 or 1
   * @param fromOffset the offset that the client asked for
   * @param maxRecordBytes the largest record, expanded, that is held in memory
   */
  public DownConverter(int magic, long fromOffset, int maxRecordBytes) {
    this.magic = magic;
    this.fromOffset = fromOffset;
    this.reader = new EntryReader(maxRecordBytes);
  }

  /**
   * Appends an entry to a buffer, in the older format.
   *
   * @param entry an iteration that stands on it
   * @throws InvalidRecordException if it cannot be read; nothing was appended
   */
  public Outcome convert(Records entry, ByteBuf out) throws InvalidRecordException {
    if (entry.magic() <= magic) {
      out.writeBytes(entry.buffer(), entry.index(), entry.sizeInBytes());
      return Outcome.CONVERTED;
    }
    boolean legacy = entry.magic() < RecordBatch.MAGIC;
    if (!legacy && entry.batch().isControl()) {
      return Outcome.NOTHING;
    }
    Compression codec = legacy ? entry.legacy().compression() : entry.batch().compression();
    if (codec == Compression.ZSTD) {
      return Outcome.UNKNOWN_CODEC;
    }
    if (codec == null) {
      throw InvalidRecordException.invalid(entry.index(), "compression codec of no known id");
    }
    TimestampType type = legacy ? entry.legacy().timestampType() : entry.batch().timestampType();
    LegacySetBuilder builder = new LegacySetBuilder(out, magic, codec, type, entry.maxTimestamp());
    boolean finished = false;
    try {
      for (reader.open(entry); reader.next(); ) {
        if (codec != Compression.NONE || reader.record().offset() >= fromOffset) {
          builder.append(reader.record());
        }
      }
      builder.finish();
      finished = true;
    } finally {
      if (!finished) {
        builder.abandon();
      }
    }
    return builder.count() == 0 ? Outcome.NOTHING : Outcome.CONVERTED;
  }

  @Override
  public void close() {
    reader.close();
  }
}
