package io.castellan.server.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The authentication schemes that are served: {@code ip} and {@code digest} as they are, others
 * when a key {@code authProvider.NAME} names their class, as with stock.
 *
 * @param schemes their names
 * @param superUsers the names that are to be super users
 */
record AuthProviders(Set<String> schemes, Set<String> superUsers) {
  static final String DIGEST = "digest";
  static final String SASL = "sasl";
  static final String ENSEMBLE = "ensemble";
  static final String SASL_CLASS = "org.apache.zookeeper.server.auth.SASLAuthenticationProvider";

  /** The prefix under which {@link ZooKeys} keeps these keys. */
  static final String PREFIX = "zookeeper.authProvider.";

  private static final String SUPER_USER = "zookeeper.superUser";
  private static final String IP = "ip";
  private static final String X509 = "x509";

  private static final Map<String, String> SCHEME_OF_CLASS =
      Map.of(
          SASL_CLASS,
          SASL,
          "org.apache.zookeeper.server.auth.DigestAuthenticationProvider",
          DIGEST,
          "org.apache.zookeeper.server.auth.IPAuthenticationProvider",
          IP,
          "org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider",
          ENSEMBLE,
          "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
          X509);

  /**
   * What the keys ask for.
   *
   * @throws ConfigException for a class that is not stock's own
   */
  static AuthProviders of(Settings settings) {
    Set<String> schemes = new TreeSet<>(Set.of(IP));
    if (settings.getBoolean("zookeeper.DigestAuthenticationProvider.enabled")) {
      schemes.add(DIGEST);
    }
    Set<String> superUsers = new TreeSet<>();
    settings
        .originals()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                schemes.add(scheme(key, value));
              } else if (key.equals(SUPER_USER) || key.startsWith(SUPER_USER + ".")) {
                superUsers.add(value);
              }
            });
    schemes.remove(X509); // needs TLS
    return new AuthProviders(Set.copyOf(schemes), Set.copyOf(superUsers));
  }

  boolean has(String scheme) {
    return schemes.contains(scheme);
  }

  /** Whether a value of {@code authProvider.NAME} is the one that stays without effect. */
  static boolean needsTls(String className) {
    return X509.equals(SCHEME_OF_CLASS.get(className));
  }

  private static String scheme(String key, String className) {
    String scheme = SCHEME_OF_CLASS.get(className);
    if (scheme == null) {
      throw new ConfigException(
          key
              + ": "
              + className
              + " (expected: a provider of ZooKeeper's own; classes written for stock cannot be"
              + " loaded, and without it clients would be treated otherwise than you mean)");
    }
    return scheme;
  }
}
