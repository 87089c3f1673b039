package io.castellan.server.config;

/** Where a value comes from, the strongest first; as DescribeConfigs tells it. */
public enum ConfigSource {
  /** The topic's own znode. */
  TOPIC(1),
  /** The znode of one broker (KIP-226). */
  DYNAMIC_BROKER(2),
  /** The znode of all brokers. */
  DYNAMIC_DEFAULT(3),
  /** server.properties. */
  STATIC_BROKER(4),
  /** The table of keys. */
  DEFAULT(5);

  private final int code;

  ConfigSource(int code) {
    this.code = code;
  }

  /** The number that stands for it on the wire. */
  public int code() {
    return code;
  }
}
