package io.castellan.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.message.ApiVersions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientSoftwareTest {
  @Test
  void takesClientsAtTheirWord() {
    assertEquals(
        new ClientSoftware("apache-kafka-java", "3.4.1"),
        of(ApiKey.API_VERSIONS, 3, "x", "apache-kafka-java", "3.4.1"));
  }

  @Test
  void guessesWhoDoesNotSay() {
    assertEquals(
        new ClientSoftware("apache-kafka-java", "~2.0-2.3"),
        of(ApiKey.API_VERSIONS, 2, "producer-1", "", ""));
    assertEquals(
        new ClientSoftware("librdkafka", "~"), of(ApiKey.API_VERSIONS, 0, "rdkafka", "", ""));
    assertEquals(
        new ClientSoftware("kafka-python", "~2.0.2"),
        of(ApiKey.API_VERSIONS, 0, "kafka-python-2.0.2", "", ""));
    assertEquals(
        new ClientSoftware("unknown", "~before-0.10"), of(ApiKey.METADATA, 0, null, "", ""));
  }

  @Test
  void repeatsNoNonsense() {
    assertEquals(
        new ClientSoftware("unknown", "~0.10"), of(ApiKey.API_VERSIONS, 3, "x", "evil\"name", "1"));
    assertEquals(
        new ClientSoftware("unknown", "~0.10"),
        of(ApiKey.API_VERSIONS, 3, "x", "a".repeat(1000), "1"));
  }

  private static ClientSoftware of(
      ApiKey api, int version, @Nullable String clientId, String name, String softwareVersion) {
    return ClientSoftware.of(
        new RequestHeader(api, (short) version, 1, clientId),
        new ApiVersions.Request(name, softwareVersion, null, -1));
  }
}
