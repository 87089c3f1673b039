package io.castellan.server.kafka.log;

/**
 * The last thing that a producer has done, which must be found in the log again after a restart.
 *
 * @param lastDataOffset its last record's offset, -1 if the log knows none
 * @param epoch its epoch
 */
public record LastRecord(long lastDataOffset, short epoch) {}
