/**
 * Kafka's record formats, as they stand on the wire and in the log alike.
 *
 * <p>A partition is a run of <em>batches</em>. A batch of magic 2 (KIP-98, Kafka 0.11) has a header
 * of 61 bytes and a body of records, compressed as a whole or not at all; a <em>message set</em> of
 * magic 0 or 1 is its ancestor, which old segments still hold. {@link
 * io.castellan.kafka.protocol.record.Records} steps over either, {@link
 * io.castellan.kafka.protocol.record.RecordBatch} is a view over one header, {@link
 * io.castellan.kafka.protocol.record.RecordReader} opens a body record by record, {@link
 * io.castellan.kafka.protocol.record.EntryReader} an entry of either kind.
 *
 * <h2>What looks wrong and is right</h2>
 *
 * <ul>
 *   <li>The views are mutable and reused: a broker looks at millions of headers a second and keeps
 *       none of them. None of them owns the buffer it looks at; none changes its reference count.
 *   <li>No size that stands in the data is believed. A batch is bounded by the buffer that holds
 *       it, a record by its batch; in a compressed body, memory grows with the bytes that really
 *       came out and never with the bytes that were promised, so that a body of a few bytes cannot
 *       ask for gigabytes.
 *   <li>{@link io.castellan.kafka.protocol.record.InvalidRecordException} is a checked exception:
 *       whoever reads records that came from outside has to say what becomes of bad ones.
 *   <li>The codecs sit in classes of their own which {@link
 *       io.castellan.kafka.protocol.record.Compression} names only inside its methods. A broker
 *       passes compressed batches through without opening them whenever it can, and a process that
 *       never meets zstd never loads its native library.
 * </ul>
 *
 * <h2>Rejected</h2>
 *
 * <p>The LZ4 frame streams of lz4-java: they always verify the header checksum, which Kafka's magic
 * 0 clients compute over the wrong bytes (KAFKA-3160), and they take blocks of up to 4 MiB without
 * a bound of ours. The frame is small enough to read here.
 */
@NullMarked
package io.castellan.kafka.protocol.record;

import org.jspecify.annotations.NullMarked;
