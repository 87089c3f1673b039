package io.castellan.kafka.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The requests that a broker in ZooKeeper mode serves: the key on the wire, the versions that are
 * served and how each of them is framed.
 *
 * <p>The versions are the union of what every release from 0.8 to 4.4 speaks, so that any client
 * finds one in common. Keys that exist for KRaft alone (52 to 55, 59, 62 to 64, 70, 73, 80 to 82,
 * 94) are unknown here. Which of these a listener advertises is the server's decision; this type
 * says what can be read and written.
 *
 * <p>Source: the Kafka protocol guide; KIP-482 for flexible versions and the headers that come with
 * them.
 */
public enum ApiKey {
  PRODUCE(0, "Produce", 0, 13, 9),
  FETCH(1, "Fetch", 0, 18, 12),
  LIST_OFFSETS(2, "ListOffsets", 0, 11, 6),
  METADATA(3, "Metadata", 0, 13, 9),
  LEADER_AND_ISR(4, "LeaderAndIsr", 0, 7, 4),
  STOP_REPLICA(5, "StopReplica", 0, 4, 2),
  UPDATE_METADATA(6, "UpdateMetadata", 0, 8, 6),
  CONTROLLED_SHUTDOWN(7, "ControlledShutdown", 0, 3, 3),
  OFFSET_COMMIT(8, "OffsetCommit", 0, 10, 8),
  OFFSET_FETCH(9, "OffsetFetch", 0, 10, 6),
  FIND_COORDINATOR(10, "FindCoordinator", 0, 6, 3),
  JOIN_GROUP(11, "JoinGroup", 0, 9, 6),
  HEARTBEAT(12, "Heartbeat", 0, 4, 4),
  LEAVE_GROUP(13, "LeaveGroup", 0, 5, 4),
  SYNC_GROUP(14, "SyncGroup", 0, 5, 4),
  DESCRIBE_GROUPS(15, "DescribeGroups", 0, 6, 5),
  LIST_GROUPS(16, "ListGroups", 0, 5, 3),
  SASL_HANDSHAKE(17, "SaslHandshake", 0, 1),
  API_VERSIONS(18, "ApiVersions", 0, 5, 3),
  CREATE_TOPICS(19, "CreateTopics", 0, 7, 5),
  DELETE_TOPICS(20, "DeleteTopics", 0, 6, 4),
  DELETE_RECORDS(21, "DeleteRecords", 0, 2, 2),
  INIT_PRODUCER_ID(22, "InitProducerId", 0, 5, 2),
  OFFSET_FOR_LEADER_EPOCH(23, "OffsetForLeaderEpoch", 0, 4, 4),
  ADD_PARTITIONS_TO_TXN(24, "AddPartitionsToTxn", 0, 5, 3),
  ADD_OFFSETS_TO_TXN(25, "AddOffsetsToTxn", 0, 4, 3),
  END_TXN(26, "EndTxn", 0, 5, 3),
  WRITE_TXN_MARKERS(27, "WriteTxnMarkers", 0, 2, 1),
  TXN_OFFSET_COMMIT(28, "TxnOffsetCommit", 0, 6, 3),
  DESCRIBE_ACLS(29, "DescribeAcls", 0, 3, 2),
  CREATE_ACLS(30, "CreateAcls", 0, 3, 2),
  DELETE_ACLS(31, "DeleteAcls", 0, 3, 2),
  DESCRIBE_CONFIGS(32, "DescribeConfigs", 0, 4, 4),
  ALTER_CONFIGS(33, "AlterConfigs", 0, 2, 2),
  ALTER_REPLICA_LOG_DIRS(34, "AlterReplicaLogDirs", 0, 2, 2),
  DESCRIBE_LOG_DIRS(35, "DescribeLogDirs", 0, 5, 2),
  SASL_AUTHENTICATE(36, "SaslAuthenticate", 0, 2, 2),
  CREATE_PARTITIONS(37, "CreatePartitions", 0, 3, 2),
  CREATE_DELEGATION_TOKEN(38, "CreateDelegationToken", 0, 3, 2),
  RENEW_DELEGATION_TOKEN(39, "RenewDelegationToken", 0, 2, 2),
  EXPIRE_DELEGATION_TOKEN(40, "ExpireDelegationToken", 0, 2, 2),
  DESCRIBE_DELEGATION_TOKEN(41, "DescribeDelegationToken", 0, 3, 2),
  DELETE_GROUPS(42, "DeleteGroups", 0, 3, 2),
  ELECT_LEADERS(43, "ElectLeaders", 0, 2, 2),
  INCREMENTAL_ALTER_CONFIGS(44, "IncrementalAlterConfigs", 0, 1, 1),
  ALTER_PARTITION_REASSIGNMENTS(45, "AlterPartitionReassignments", 0, 1, 0),
  LIST_PARTITION_REASSIGNMENTS(46, "ListPartitionReassignments", 0, 0, 0),
  OFFSET_DELETE(47, "OffsetDelete", 0, 0),
  DESCRIBE_CLIENT_QUOTAS(48, "DescribeClientQuotas", 0, 1, 1),
  ALTER_CLIENT_QUOTAS(49, "AlterClientQuotas", 0, 1, 1),
  DESCRIBE_USER_SCRAM_CREDENTIALS(50, "DescribeUserScramCredentials", 0, 0, 0),
  ALTER_USER_SCRAM_CREDENTIALS(51, "AlterUserScramCredentials", 0, 0, 0),
  ALTER_PARTITION(56, "AlterPartition", 0, 3, 0),
  UPDATE_FEATURES(57, "UpdateFeatures", 0, 2, 0),
  ENVELOPE(58, "Envelope", 0, 0, 0),
  DESCRIBE_CLUSTER(60, "DescribeCluster", 0, 2, 0),
  DESCRIBE_PRODUCERS(61, "DescribeProducers", 0, 0, 0),
  DESCRIBE_TRANSACTIONS(65, "DescribeTransactions", 0, 0, 0),
  LIST_TRANSACTIONS(66, "ListTransactions", 0, 2, 0),
  ALLOCATE_PRODUCER_IDS(67, "AllocateProducerIds", 0, 0, 0),
  CONSUMER_GROUP_HEARTBEAT(68, "ConsumerGroupHeartbeat", 0, 1, 0),
  CONSUMER_GROUP_DESCRIBE(69, "ConsumerGroupDescribe", 0, 1, 0),
  GET_TELEMETRY_SUBSCRIPTIONS(71, "GetTelemetrySubscriptions", 0, 0, 0),
  PUSH_TELEMETRY(72, "PushTelemetry", 0, 0, 0),
  LIST_CONFIG_RESOURCES(74, "ListConfigResources", 0, 1, 0),
  DESCRIBE_TOPIC_PARTITIONS(75, "DescribeTopicPartitions", 0, 0, 0),
  SHARE_GROUP_HEARTBEAT(76, "ShareGroupHeartbeat", 1, 1, 0),
  SHARE_GROUP_DESCRIBE(77, "ShareGroupDescribe", 1, 1, 0),
  SHARE_FETCH(78, "ShareFetch", 1, 2, 0),
  SHARE_ACKNOWLEDGE(79, "ShareAcknowledge", 1, 2, 0),
  INITIALIZE_SHARE_GROUP_STATE(83, "InitializeShareGroupState", 0, 0, 0),
  READ_SHARE_GROUP_STATE(84, "ReadShareGroupState", 0, 0, 0),
  WRITE_SHARE_GROUP_STATE(85, "WriteShareGroupState", 0, 1, 0),
  DELETE_SHARE_GROUP_STATE(86, "DeleteShareGroupState", 0, 0, 0),
  READ_SHARE_GROUP_STATE_SUMMARY(87, "ReadShareGroupStateSummary", 0, 1, 0),
  STREAMS_GROUP_HEARTBEAT(88, "StreamsGroupHeartbeat", 0, 1, 0),
  STREAMS_GROUP_DESCRIBE(89, "StreamsGroupDescribe", 0, 1, 0),
  DESCRIBE_SHARE_GROUP_OFFSETS(90, "DescribeShareGroupOffsets", 0, 1, 0),
  ALTER_SHARE_GROUP_OFFSETS(91, "AlterShareGroupOffsets", 0, 0, 0),
  DELETE_SHARE_GROUP_OFFSETS(92, "DeleteShareGroupOffsets", 0, 0, 0),
  STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE(93, "StreamsGroupTopologyDescriptionUpdate", 0, 0, 0);

  private static final @Nullable ApiKey[] BY_ID = new ApiKey[94];

  static {
    for (ApiKey key : values()) {
      BY_ID[key.id] = key;
    }
  }

  private final short id;
  private final String displayName;
  private final short minVersion;
  private final short maxVersion;
  private final int firstFlexibleVersion;

  /** A request that no version of is flexible. */
  ApiKey(int id, String displayName, int minVersion, int maxVersion) {
    this(id, displayName, minVersion, maxVersion, Short.MAX_VALUE + 1);
  }

  ApiKey(int id, String displayName, int minVersion, int maxVersion, int firstFlexibleVersion) {
    this.id = (short) id;
    this.displayName = displayName;
    this.minVersion = (short) minVersion;
    this.maxVersion = (short) maxVersion;
    this.firstFlexibleVersion = firstFlexibleVersion;
  }

  /**
   * The request that a key on the wire stands for.
   *
   * @param id the int16 that opens a request
   * @return null when no such request is served
   */
  public static @Nullable ApiKey forId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /** The int16 that opens every request of this kind. */
  public short id() {
    return id;
  }

  /** The name in the protocol guide and in stock metrics, such as {@code ListOffsets}. */
  public String displayName() {
    return displayName;
  }

  /** The first version that is served, inclusive. */
  public short minVersion() {
    return minVersion;
  }

  /** The last version that is served, inclusive. */
  public short maxVersion() {
    return maxVersion;
  }

  /** Whether a request or response of this version can be read and written. */
  public boolean serves(int version) {
    return version >= minVersion && version <= maxVersion;
  }

  /**
   * The first version with compact lengths and tagged fields; greater than any version when there
   * is none.
   */
  public int firstFlexibleVersion() {
    return firstFlexibleVersion;
  }

  /** Whether this version has compact lengths and tagged fields (KIP-482). */
  public boolean isFlexible(int version) {
    return version >= firstFlexibleVersion;
  }

  /**
   * The version of the header before a request: 0 has no client id, 1 has one, 2 adds tagged
   * fields.
   *
   * @param version the request's own version
   */
  public short requestHeaderVersion(int version) {
    if (this == CONTROLLED_SHUTDOWN && version == 0) {
      // The only request that predates the client id.
      return 0;
    }
    return (short) (isFlexible(version) ? 2 : 1);
  }

  /**
   * The version of the header before a response: 1 adds tagged fields.
   *
   * @param version the request's version, which is also its response's
   */
  public short responseHeaderVersion(int version) {
    if (this == API_VERSIONS) {
      // KIP-511: a client must be able to read the answer before it knows which versions the broker
      // has.
      return 0;
    }
    return (short) (isFlexible(version) ? 1 : 0);
  }

  @Override
  public String toString() {
    return displayName;
  }
}
