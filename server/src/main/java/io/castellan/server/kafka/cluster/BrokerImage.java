package io.castellan.server.kafka.cluster;

import io.castellan.server.kafka.znodes.BrokerEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live broker.
 *
 * @param id its id
 * @param epoch czxid of its registration, by which a restarted broker is told from the old one
 *     (KIP-380)
 * @param endpoints where it listens
 * @param rack its rack; null for none
 */
public record BrokerImage(
    int id, long epoch, List<BrokerEndpoint> endpoints, @Nullable String rack) {

  /** Copies the list. */
  public BrokerImage {
    endpoints = List.copyOf(endpoints);
  }

  /** Where it listens under this listener's name; null when it does not. */
  public @Nullable BrokerEndpoint endpoint(String listener) {
    for (int i = 0; i < endpoints.size(); i++) {
      if (endpoints.get(i).listener().equals(listener)) {
        return endpoints.get(i);
      }
    }
    return null;
  }
}
