package io.castellan.server.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AdvertisedWatchTest {
  private final AdvertisedWatch watch = new AdvertisedWatch();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AdvertisedWatch.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(said);
  }

  @Test
  void saysAtOnceThatLocalhostIsToldToAnotherMachine() throws Exception {
    watch.onAdvertised("PLAINTEXT", "127.0.0.1", 9092);
    ask("10.0.0.7", "10.0.0.1", 9092);
    ask("10.0.0.7", "10.0.0.1", 9092);
    assertEquals(
        List.of(
            "client at 10.0.0.7 came by 10.0.0.1:9092, is told 127.0.0.1:9092 (advertised.listeners"
                + " of PLAINTEXT), which is the client's own machine there"),
        lines());
  }

  @Test
  void saysOnceThatAMachineAsksInVain() throws Exception {
    watch.onAdvertised("PLAINTEXT", "192.0.2.1", 9092);
    ask("10.0.0.7", "10.0.0.1", 9092);
    ask("10.0.0.7", "10.0.0.1", 9092);
    assertEquals(List.of(), lines());
    ask("10.0.0.7", "10.0.0.1", 9092);
    ask("10.0.0.7", "10.0.0.1", 9092);
    assertEquals(1, lines().size());
    assertTrue(lines().get(0).contains("told 192.0.2.1:9092"), lines().get(0));
  }

  @Test
  void isSilentAboutClientsThatFindTheWay() throws Exception {
    watch.onAdvertised("PLAINTEXT", "10.0.0.1", 9092);
    for (int i = 0; i < 5; i++) {
      ask("10.0.0.7", "10.0.0.1", 9092);
    }
    watch.onAdvertised("PLAINTEXT", "192.0.2.1", 9092); // behind a proxy
    ask("10.0.0.8", "10.0.0.1", 9092);
    watch.onServed(new InetSocketAddress(InetAddress.getByName("10.0.0.8"), 50_001));
    for (int i = 0; i < 5; i++) {
      ask("10.0.0.8", "10.0.0.1", 9092);
    }
    assertEquals(List.of(), lines());
  }

  @Test
  void localhostIsRightForThisMachine() throws Exception {
    watch.onAdvertised("PLAINTEXT", "127.0.0.1", 9092);
    ask("127.0.0.1", "127.0.0.1", 9092);
    assertEquals(List.of(), lines());
  }

  @Test
  void namesAHostThatNobodyKnows() {
    watch.onAdvertised("PLAINTEXT", "no-such-host.invalid", 9092);
    assertTrue(lines().get(0).contains("PLAINTEXT://no-such-host.invalid:9092"), lines().get(0));
  }

  private void ask(String from, String by, int port) throws UnknownHostException {
    watch.onMetadata(
        "PLAINTEXT",
        new InetSocketAddress(InetAddress.getByName(from), 50_000),
        new InetSocketAddress(InetAddress.getByName(by), port));
  }

  private List<String> lines() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
