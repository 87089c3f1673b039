package io.castellan.server.kafka.znodes;

import java.util.List;

/** What every broker creates when it starts and finds it missing. */
public final class PersistentPaths {
  /** The node whose data versions serve as generated broker ids. */
  public static final String BROKER_SEQUENCE_ID = "/brokers/seqid";

  /** In the order in which stock brokers create them, parents before children. */
  public static final List<String> ALL =
      List.of(
          "/consumers",
          "/brokers",
          BrokerZnode.PARENT,
          TopicZnode.PARENT,
          "/config",
          ConfigChangeZnode.PARENT,
          "/admin",
          DeleteTopicZnode.PARENT,
          BROKER_SEQUENCE_ID,
          PartitionListZnode.ISR_CHANGE_PARENT,
          ProducerIdBlockZnode.PATH,
          LogDirEventZnode.PARENT,
          ConfigZnode.TOPICS,
          ConfigZnode.CLIENTS,
          ConfigZnode.USERS,
          ConfigZnode.BROKERS,
          ConfigZnode.IPS);

  private PersistentPaths() {}
}
