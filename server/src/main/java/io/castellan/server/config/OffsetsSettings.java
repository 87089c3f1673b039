package io.castellan.server.config;

/**
 * Committed offsets and the topic that holds them.
 *
 * @param partitionCount of {@code __consumer_offsets}, when it is created
 * @param replicationFactor of {@code __consumer_offsets}, when it is created
 * @param segmentBytes the segment size of {@code __consumer_offsets}
 * @param compressionCodec the codec of its batches, by its number in the record format: 0 none, 1
 *     gzip, 2 snappy, 3 lz4, 4 zstd
 * @param retentionMs how long the offsets of an empty group are kept
 * @param retentionCheckMs how often expired ones are looked for
 * @param commitTimeoutMs how long a commit waits for its replicas
 * @param requiredAcks the acks that a commit waits for; -1 for all in sync
 * @param loadBufferBytes how many bytes are read at once when a partition is loaded
 * @param metadataMaxBytes the longest metadata text of a commit
 */
public record OffsetsSettings(
    int partitionCount,
    int replicationFactor,
    int segmentBytes,
    int compressionCodec,
    long retentionMs,
    long retentionCheckMs,
    int commitTimeoutMs,
    int requiredAcks,
    int loadBufferBytes,
    int metadataMaxBytes) {
  private static final int CODEC_COUNT = 5;

  static OffsetsSettings of(Settings settings) {
    int replicationFactor = settings.getInt("offsets.topic.replication.factor");
    int acks = settings.getInt("offsets.commit.required.acks");
    if (acks < -1 || acks > replicationFactor) {
      throw new ConfigException(
          "offsets.commit.required.acks: "
              + acks
              + " (expected: from -1 to offsets.topic.replication.factor, "
              + replicationFactor
              + ")");
    }
    int codec = settings.getInt("offsets.topic.compression.codec");
    if (codec < 0 || codec >= CODEC_COUNT) {
      throw new ConfigException(
          "offsets.topic.compression.codec: " + codec + " (expected: from 0 to 4)");
    }
    return new OffsetsSettings(
        settings.getInt("offsets.topic.num.partitions"),
        replicationFactor,
        settings.getInt("offsets.topic.segment.bytes"),
        codec,
        settings.getLong("offsets.retention.minutes") * 60_000,
        settings.getLong("offsets.retention.check.interval.ms"),
        settings.getInt("offsets.commit.timeout.ms"),
        acks,
        settings.getInt("offsets.load.buffer.size"),
        settings.getInt("offset.metadata.max.bytes"));
  }
}
