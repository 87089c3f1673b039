/**
 * What the broker counts, and how it tells: who its clients are, how much comes and goes, what its
 * logs and its cleaner do, in Prometheus' text.
 *
 * <p>The names are those under which the exporters in use show stock's beans ({@code
 * kafka_server_brokertopicmetrics_bytesin_total} for {@code
 * kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec}), so that a dashboard made for stock
 * finds them.
 *
 * <p>What looks wrong and is right: there are counts and no rates. A rate that a server smooths
 * says less than one that is taken from two readings.
 *
 * <p>Rejected: counters for each topic on the way of a request. What a partition has is read off
 * its log when somebody asks.
 */
@NullMarked
package io.castellan.server.kafka.metrics;

import org.jspecify.annotations.NullMarked;
