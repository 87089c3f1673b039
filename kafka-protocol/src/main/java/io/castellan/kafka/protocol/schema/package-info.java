/**
 * The engine under the messages: a record's declaration is its schema, and its codec follows from
 * that.
 *
 * <p>{@link io.castellan.kafka.protocol.schema.Codecs} hands out a {@link
 * io.castellan.kafka.protocol.schema.Codec} per record and version. To answer: {@link
 * io.castellan.kafka.protocol.schema.OutboundFrame#response}. The annotations here stand beside the
 * components of a record and state which versions have the field, which allow null, what it is
 * elsewhere ({@link io.castellan.kafka.protocol.schema.Default}), whether its loss matters ({@link
 * io.castellan.kafka.protocol.schema.Ignorable}), and its tag.
 *
 * <p>What looks wrong and is right: a codec is first interpreted by reflection, since a method
 * handle tree takes up to some 20 ms to build and thousands of calls to become fast; most messages
 * are rare. After a failure a compiled codec has the message read again, interpreted, to learn
 * which field was wrong: the connection ends anyway. A tagged field is written before its size is
 * known and moved up when that takes more than one byte, because a second pass over every message
 * to learn its size costs more.
 *
 * <p>{@code CodecBenchmark}, among the tests, compares them with the stock generated classes. What
 * a server does, reading requests and writing answers, takes 0.6 to 0.9 of their time (a Metadata
 * answer of 1,000 partitions 0.7, Produce and Fetch requests 0.8 to 0.9) and most often less
 * memory; what only clients do, reading a large Metadata answer or writing a large Fetch request,
 * up to 1.4.
 *
 * <p>Rejected: generated sources (a build step and 180 classes of codec), and codecs written by
 * hand (1,500 fields times their versions).
 */
@NullMarked
package io.castellan.kafka.protocol.schema;

import org.jspecify.annotations.NullMarked;
