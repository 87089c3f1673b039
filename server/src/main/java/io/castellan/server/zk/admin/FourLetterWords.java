package io.castellan.server.zk.admin;

import io.castellan.server.config.FourLetterWhitelist;
import io.castellan.server.config.TextRelease;
import io.castellan.server.zk.tree.DigestHistory;
import io.castellan.zk.protocol.net.FourLetterWord;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers four-letter words. Its methods are for any thread. */
public final class FourLetterWords {
  /** Of a member of an ensemble that has no leader. */
  private static final String NOT_SERVING =
      "This ZooKeeper instance is not currently serving requests\n";

  private final AdminRooms rooms;
  private final FourLetterWhitelist whitelist;
  private final TextRelease texts;

  /**
   * @param whitelist which words are answered, and in the texts of which release
   */
  public FourLetterWords(AdminRooms rooms, FourLetterWhitelist whitelist) {
    this.rooms = rooms;
    this.whitelist = whitelist;
    this.texts = whitelist.texts();
  }

  /**
   * Answer a word.
   *
   * @param answer takes the text, on whatever thread made it
   */
  public void answer(FourLetterWord word, Consumer<String> answer) {
    if (word == FourLetterWord.TELNET_INTERRUPT || !texts.knows(word.word())) {
      answer.accept("");
    } else if (!whitelist.allows(word.word())) {
      answer.accept(refusal(word));
    } else {
      text(word, answer);
    }
  }

  /**
   * Answer {@code stmk}.
   *
   * @param mask what it sets
   */
  public void setTraceMask(long mask, Consumer<String> answer) {
    boolean allowed = whitelist.allows(FourLetterWord.STMK.word());
    answer.accept(allowed ? Long.toString(rooms.trace().set(mask)) : refusal(FourLetterWord.STMK));
  }

  private void text(FourLetterWord word, Consumer<String> answer) {
    var clients = rooms.clients();
    var ensemble = rooms.ensemble();
    switch (word) {
      case RUOK -> answer.accept("imok");
      case ISRO -> answer.accept("rw");
      case ENVI -> answer.accept(Environment.text(texts));
      case GTMK -> answer.accept(Long.toString(rooms.trace().get()));
      case CONF -> rooms.background().execute(() -> answer.accept(rooms.config().text(texts)));
      case DIRS -> rooms.background().execute(() -> answer.accept(rooms.config().directories()));
      case SRVR -> onLane(answer, () -> StatText.server(texts, clients, ensemble));
      case STAT -> onLane(answer, () -> StatText.serverAndClients(texts, clients, ensemble));
      case CONS -> onLane(answer, () -> StatText.connections(clients));
      case DUMP -> onLane(answer, () -> DumpText.of(texts, clients, ensemble));
      case HASH -> onLane(answer, this::digests);
      case WCHS -> onLane(answer, () -> WatchText.summary(clients, ensemble.watches()));
      case WCHC -> onLane(answer, () -> WatchText.bySession(clients));
      case WCHP -> onLane(answer, () -> WatchText.byPath(ensemble.watches()));
      case MNTR -> monitor(answer);
      case CRST ->
          onLane(
              answer,
              () -> {
                rooms.resetConnections();
                return "Connection stats reset.\n";
              });
      case SRST ->
          onLane(
              answer,
              () -> {
                rooms.resetServer();
                return "Server stats reset.\n";
              });
      // The decoder waits for the argument of the first, and the second is not for answering.
      case STMK, TELNET_INTERRUPT -> answer.accept("");
    }
  }

  private void monitor(Consumer<String> answer) {
    rooms
        .lane()
        .execute(
            () -> {
              if (rooms.ensemble().isServing()) {
                monitorServing(answer);
              } else {
                answer.accept(NOT_SERVING);
              }
            });
  }

  private void monitorServing(Consumer<String> answer) {
    if (texts.isFrom(TextRelease.R3_9)) {
      rooms.look(rooms::monitored, seen -> answer.accept(MonitorText.of(seen)));
    } else {
      rooms.look(
          () -> OldMonitorText.counted(texts, rooms),
          counted -> answer.accept(counted + OldMonitorText.found(texts, rooms)));
    }
  }

  private void onLane(Consumer<String> answer, Supplier<String> text) {
    rooms
        .lane()
        .execute(() -> answer.accept(rooms.ensemble().isServing() ? text.get() : NOT_SERVING));
  }

  private String digests() {
    StringBuilder text = new StringBuilder();
    for (DigestHistory.Entry entry : rooms.ensemble().tree().digests().entries()) {
      text.append(Long.toHexString(entry.zxid())).append(": ").append(entry.digest()).append('\n');
    }
    return text.toString();
  }

  private static String refusal(FourLetterWord word) {
    return word.word() + " is not executed because it is not in the whitelist.\n";
  }
}
