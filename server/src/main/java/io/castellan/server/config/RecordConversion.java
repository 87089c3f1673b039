package io.castellan.server.config;

/**
 * How records are compressed anew and converted between formats, where they cannot stay as they
 * came.
 *
 * @param gzipLevel {@code compression.gzip.level}: -1 or 1 to 9
 * @param lz4Level {@code compression.lz4.level}: 1 to 17
 * @param zstdLevel {@code compression.zstd.level}: -131072 to 22
 * @param maxDecompressedBytes {@code max.decompressed.message.bytes}: the largest record, expanded,
 *     that is taken in a compressed batch
 * @param downConversion {@code message.downconversion.enable}: whether batches are rewritten for
 *     consumers of older formats
 */
public record RecordConversion(
    int gzipLevel, int lz4Level, int zstdLevel, int maxDecompressedBytes, boolean downConversion) {

  static RecordConversion of(Settings topic) {
    return new RecordConversion(
        topic.getInt("compression.gzip.level"),
        topic.getInt("compression.lz4.level"),
        topic.getInt("compression.zstd.level"),
        topic.getInt("max.decompressed.message.bytes"),
        topic.getBoolean("message.downconversion.enable"));
  }
}
