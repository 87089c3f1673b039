/**
 * Counters, summaries and gauges: what the server counts, and the forms in which it tells.
 *
 * <p>Counting must not be seen in a profile. So a metric belongs to one thread, as everything else
 * does: {@link io.castellan.server.metrics.Counter} and {@link io.castellan.server.metrics.Summary}
 * are written by their owner alone, with plain loads and opaque stores, which on the usual machines
 * are ordinary moves; whoever reads sees a number that is a moment old. Only what several event
 * loops count together is a {@link io.castellan.server.metrics.SharedCounter}. A metric is a field
 * of the object that counts; the registry knows its name and is asked only when somebody reads.
 *
 * <p>What looks wrong and is right: {@code reset} does not touch the owner's numbers of a counter,
 * for another thread's store would race with the owner's; it remembers where the counting stood.
 *
 * <p>Rejected: a sampled reservoir for percentiles, as stock has (a random number for every
 * request, and a percentile that depends on luck; here every value is counted, in buckets that are
 * exact up to 31 and within a sixteenth above), and registries that are looked up by name on the
 * way of a request.
 */
@NullMarked
package io.castellan.server.metrics;

import org.jspecify.annotations.NullMarked;
