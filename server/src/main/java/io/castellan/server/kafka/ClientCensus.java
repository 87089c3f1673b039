package io.castellan.server.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** How many connections there are, by listener and by what their clients run on. Any thread. */
public final class ClientCensus {
  /** Names are the clients' own, so there may be no end of them. */
  private static final int MAX_KINDS = 1_000;

  private static final ClientSoftware OTHERS = new ClientSoftware("others", "~");

  /** A kind of connection. */
  public record Kind(String listener, ClientSoftware software) {}

  private final Map<Kind, Integer> connections = new ConcurrentHashMap<>();

  /**
   * A connection has said, or let guess, what it is.
   *
   * @return what it is counted as until {@link #leave}
   */
  public Kind enter(String listener, ClientSoftware software) {
    Kind kind = new Kind(listener, software);
    if (connections.size() >= MAX_KINDS && !connections.containsKey(kind)) {
      kind = new Kind(listener, OTHERS);
    }
    connections.merge(kind, 1, Integer::sum);
    return kind;
  }

  /** A connection that was counted is gone, or is something else. */
  public void leave(Kind kind) {
    connections.computeIfPresent(kind, (k, count) -> count == 1 ? null : count - 1);
  }

  /** Every kind and how many there are. */
  public void forEach(BiConsumer<Kind, Integer> each) {
    connections.forEach(each);
  }
}
