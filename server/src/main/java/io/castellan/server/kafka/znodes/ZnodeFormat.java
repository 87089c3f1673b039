package io.castellan.server.kafka.znodes;

/**
 * What {@code inter.broker.protocol.version} decides about the contents of znodes: brokers of an
 * older release must be able to read what we write.
 *
 * @param brokerVersion version of a broker's registration: 4, or 5 from 2.7 (KIP-584)
 * @param topicIds whether topics get ids: from 2.8 (KIP-516)
 * @param featureVersion version of {@code /feature}: 0 not written, 1 from 2.7, 2 from 3.3
 * @param recoveryState whether a partition's state may say that its leader is recovering: from 3.2
 *     (KIP-704)
 */
public record ZnodeFormat(
    int brokerVersion, boolean topicIds, int featureVersion, boolean recoveryState) {

  /** What a stock 3.9 broker writes when nothing is configured. */
  public static final ZnodeFormat LATEST = of("3.9");

  /**
   * The format of a version.
   *
   * @param interBrokerProtocolVersion such as {@code 2.7}, {@code 3.9-IV0} or {@code 0.10.2}
   * @throws IllegalArgumentException when the text is no such version
   */
  public static ZnodeFormat of(String interBrokerProtocolVersion) {
    String[] parts = interBrokerProtocolVersion.split("[.-]", -1);
    int release;
    try {
      release = Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "inter.broker.protocol.version: "
              + interBrokerProtocolVersion
              + " (expected: a release such as 3.9 or 2.7-IV2)",
          e);
    }
    int featureVersion = release >= 303 ? 2 : release >= 207 ? 1 : 0;
    return new ZnodeFormat(release >= 207 ? 5 : 4, release >= 208, featureVersion, release >= 302);
  }
}
