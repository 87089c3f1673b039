package io.castellan.server.kafka.znodes;

/**
 * Where a broker listens.
 *
 * @param listener the listener's name, such as {@code PLAINTEXT}
 * @param securityProtocol {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code
 *     SASL_SSL}
 * @param host the advertised host, without brackets
 * @param port the advertised port
 */
public record BrokerEndpoint(String listener, String securityProtocol, String host, int port) {

  /** {@code LISTENER://host:port}, an IPv6 address in brackets. */
  String uri() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return listener + "://" + shown + ":" + port;
  }
}
