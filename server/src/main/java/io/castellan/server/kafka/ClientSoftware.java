package io.castellan.server.kafka;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.message.ApiVersions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client runs on, as it says itself (KIP-511), or as its first request lets guess.
 *
 * @param name such as {@code apache-kafka-java}
 * @param version such as {@code 3.4.1}; a guess begins with {@code ~}
 */
public record ClientSoftware(String name, String version) {
  /** What names and versions are made of. */
  public static final Pattern PLAIN =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

  private static final String JAVA = "apache-kafka-java";
  private static final String UNKNOWN = "unknown";
  private static final int MAX_LENGTH = 64;
  private static final int FIRST_WITH_NAMES = 3;

  /** What kafka-python calls itself unless its user does otherwise. */
  private static final Pattern KAFKA_PYTHON = Pattern.compile("kafka-python-(\\d[\\d.]*).*");

  /**
   * What a request tells.
   *
   * @param request the body; only that of ApiVersions is looked at
   */
  public static ClientSoftware of(RequestHeader header, Record request) {
    if (header.apiVersion() >= FIRST_WITH_NAMES
        && request instanceof ApiVersions.Request named
        && isPlain(named.clientSoftwareName())
        && isPlain(named.clientSoftwareVersion())) {
      return new ClientSoftware(named.clientSoftwareName(), named.clientSoftwareVersion());
    }
    return guess(header);
  }

  private static boolean isPlain(String text) {
    return text.length() <= MAX_LENGTH && PLAIN.matcher(text).matches();
  }

  private static ClientSoftware guess(RequestHeader header) {
    String clientId = header.clientId() == null ? "" : header.clientId();
    String lower = clientId.toLowerCase(Locale.ROOT);
    Matcher python = KAFKA_PYTHON.matcher(lower);
    if (python.matches()) {
      return new ClientSoftware("kafka-python", "~" + python.group(1));
    }
    for (String known : new String[] {"rdkafka", "sarama", "kafkajs", "kafka-node", "franz-go"}) {
      if (lower.startsWith(known)) {
        return new ClientSoftware(known.equals("rdkafka") ? "librdkafka" : known, "~");
      }
    }
    if (header.apiKey() != ApiKey.API_VERSIONS) {
      return new ClientSoftware(UNKNOWN, "~before-0.10"); // nobody who can ask begins otherwise
    }
    return switch (header.apiVersion()) {
      case 1 -> new ClientSoftware(JAVA, "~0.11-1.1");
      case 2 -> new ClientSoftware(JAVA, "~2.0-2.3");
      default -> new ClientSoftware(UNKNOWN, "~0.10"); // many libraries never ask in a later one
    };
  }
}
