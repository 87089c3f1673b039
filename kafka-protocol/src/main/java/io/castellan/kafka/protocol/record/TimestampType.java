package io.castellan.kafka.protocol.record;

/** What a record's timestamp means: bit 3 of the attributes, KIP-32. */
public enum TimestampType {
  /** When the producer made the record; {@code CreateTime}. */
  CREATE_TIME("CreateTime"),
  /** When the leader appended the batch; {@code LogAppendTime}. */
  LOG_APPEND_TIME("LogAppendTime");

  private final String configName;

  TimestampType(String configName) {
    this.configName = configName;
  }

  /** The name that the configuration key {@code message.timestamp.type} uses. */
  public String configName() {
    return configName;
  }
}
