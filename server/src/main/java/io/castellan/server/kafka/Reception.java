package io.castellan.server.kafka;

/**
 * What the connections of all listeners share.
 *
 * @param limits how many there may be
 * @param budget how much they may bring
 * @param clients who they are
 * @param advertised whether they find the way
 */
public record Reception(
    ConnectionLimits limits,
    RequestBudget budget,
    ClientCensus clients,
    AdvertisedWatch advertised) {
  /** One without limits. */
  public static Reception unlimited() {
    return of(ConnectionLimits.none(), RequestBudget.unbounded());
  }

  /** One with these limits. */
  public static Reception of(ConnectionLimits limits, RequestBudget budget) {
    return new Reception(limits, budget, new ClientCensus(), new AdvertisedWatch());
  }
}
