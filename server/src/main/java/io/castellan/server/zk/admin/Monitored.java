package io.castellan.server.zk.admin;

import io.castellan.server.metrics.MetricReading;

/**
 * A server at one moment, as monitors see it.
 *
 * @param mode the word for the server's role
 * @param reading of its metrics
 */
record Monitored(String mode, MetricReading reading) {}
