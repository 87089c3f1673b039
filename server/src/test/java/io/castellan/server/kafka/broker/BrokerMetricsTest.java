package io.castellan.server.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.kafka.metrics.MetricsHttp;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of the broker finds. */
class BrokerMetricsTest {
  @TempDir Path dir;

  @Test
  void tellsWhoItsClientsAreAndWhatTheyBring() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    System.setProperty(MetricsHttp.PORT_PROPERTY, String.valueOf(port));
    try (GroupBroker broker = new GroupBroker(dir);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>("t", new byte[1000])).get(10, TimeUnit.SECONDS);
      }
      HttpResponse<String> scrape =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, scrape.statusCode());
      String text = scrape.body();
      for (String line :
          new String[] {
            "kafka_server_brokertopicmetrics_messagesin_total 3.0",
            "kafka_server_brokertopicmetrics_failedproducerequests_total 0.0",
            "kafka_log_log_logendoffset{topic=\"t\",partition=\"0\",} 3.0",
            "kafka_controller_kafkacontroller_activecontrollercount 1.0",
            "kafka_log_logcleanermanager_uncleanable_partitions_count 0.0"
          }) {
        assertTrue(text.contains(line + "\n"), line + " in\n" + text);
      }
      assertTrue(
          text.matches(
              "(?s).*connections\\{clientSoftwareName=\"apache-kafka-java\","
                  + "clientSoftwareVersion=\"[0-9.]+\",listener=\"PLAINTEXT\",} [1-9].*"),
          text);
      assertTrue(text.contains("requests_total{request=\"Produce\",version="), text);
    } finally {
      System.clearProperty(MetricsHttp.PORT_PROPERTY);
    }
  }
}
