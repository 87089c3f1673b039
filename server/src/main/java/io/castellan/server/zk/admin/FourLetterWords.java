package io.castellan.server.zk.admin;

import io.castellan.server.lane.Lane;
import io.castellan.server.metrics.MetricReading;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.request.Clients;
import io.castellan.zk.protocol.net.FourLetterWord;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers four-letter words. {@link #answer} is for any thread. */
public final class FourLetterWords {
  private final Lane lane;
  private final Executor background;
  private final Clients clients;
  private final Ensemble ensemble;
  private final ConfigSummary config;
  private final Predicate<String> whitelist;
  private final ZooKeeperMetrics metrics;

  /**
   * @param background where directories are looked at and long texts are written
   * @param clients owned by the ensemble's lane
   * @param whitelist which words are answered ({@code 4lw.commands.whitelist}, ZOOKEEPER-2693)
   */
  public FourLetterWords(
      Executor background,
      Clients clients,
      Ensemble ensemble,
      ConfigSummary config,
      Predicate<String> whitelist,
      ZooKeeperMetrics metrics) {
    this.lane = ensemble.lane();
    this.background = background;
    this.clients = clients;
    this.ensemble = ensemble;
    this.config = config;
    this.whitelist = whitelist;
    this.metrics = metrics;
  }

  /**
   * Answer a word.
   *
   * @param answer takes the text, on whatever thread made it
   */
  public void answer(FourLetterWord word, Consumer<String> answer) {
    if (word == FourLetterWord.TELNET_INTERRUPT) {
      answer.accept("");
    } else if (!whitelist.test(word.word())) {
      answer.accept(refusal(word));
    } else {
      switch (word) {
        case RUOK -> answer.accept("imok");
        case ISRO -> answer.accept("rw");
        case ENVI -> answer.accept(Environment.text());
        case CONF -> background.execute(() -> answer.accept(config.text()));
        case DIRS -> background.execute(() -> answer.accept(config.directories()));
        case SRVR -> onLane(answer, () -> StatText.server(clients, ensemble));
        case STAT -> onLane(answer, () -> StatText.serverAndClients(clients, ensemble));
        case CONS -> onLane(answer, () -> StatText.connections(clients));
        case MNTR -> lane.execute(() -> monitor(answer));
        case DUMP -> onLane(answer, () -> DumpText.of(clients, ensemble));
        case WCHS -> onLane(answer, () -> WatchText.summary(clients, ensemble.watches()));
        case WCHC -> onLane(answer, () -> WatchText.bySession(clients));
        case WCHP -> onLane(answer, () -> WatchText.byPath(ensemble.watches()));
        case CRST -> onLane(answer, this::resetConnections);
        case SRST -> onLane(answer, this::resetServer);
        // Trace masks and the digest history have nothing behind them here.
        case GTMK, STMK, HASH -> answer.accept(refusal(word));
        case TELNET_INTERRUPT -> answer.accept("");
      }
    }
  }

  private void onLane(Consumer<String> answer, Supplier<String> text) {
    lane.execute(() -> answer.accept(text.get()));
  }

  /** Read on the lane, written out elsewhere: it is a long text, and some gauges take time. */
  private void monitor(Consumer<String> answer) {
    String mode = ensemble.role().mode();
    MetricReading reading = metrics.registry().read();
    background.execute(() -> answer.accept(MonitorText.of(mode, reading)));
  }

  private static String refusal(FourLetterWord word) {
    return word.word() + " is not executed because it is not in the whitelist.\n";
  }

  private String resetConnections() {
    clients.all().forEach(client -> client.stats().reset());
    return "Connection stats reset.\n";
  }

  private String resetServer() {
    clients.stats().reset();
    metrics.reset();
    return "Server stats reset.\n";
  }
}
