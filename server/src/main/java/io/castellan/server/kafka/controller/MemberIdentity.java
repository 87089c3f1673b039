package io.castellan.server.kafka.controller;

/**
 * Which cluster a broker is in, and which broker it is.
 *
 * @param clusterId the cluster's id, as ZooKeeper has it
 * @param brokerId the broker's id
 */
public record MemberIdentity(String clusterId, int brokerId) {}
