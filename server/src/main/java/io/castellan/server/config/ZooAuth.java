package io.castellan.server.config;

import java.util.List;
import java.util.Set;

/**
 * Who may do what, and what counts as a proof of who somebody is.
 *
 * @param skipAcl whether ACLs are not looked at
 * @param digest the scheme {@code digest}
 * @param sasl the scheme {@code sasl}
 * @param ensemble the scheme {@code ensemble}
 * @param superUsers names that make who proves to have one by SASL the super user ({@code
 *     zookeeper.superUser} and {@code zookeeper.superUser.N})
 * @param required which identities a connection must have before it may ask for anything
 */
public record ZooAuth(
    boolean skipAcl,
    Digest digest,
    ZooSasl sasl,
    Ensemble ensemble,
    Set<String> superUsers,
    Required required) {
  private static final String DIGEST = "zookeeper.DigestAuthenticationProvider.";

  /**
   * The scheme of names and passwords.
   *
   * @param enabled whether it is served
   * @param algorithm its hash, such as {@code SHA1}
   * @param superDigest {@code name:digest} of the user to whom no ACL applies, empty for none;
   *     secret
   */
  public record Digest(boolean enabled, String algorithm, String superDigest) {
    /** Everything but the secret. */
    @Override
    public String toString() {
      return "Digest[enabled="
          + enabled
          + ", algorithm="
          + algorithm
          + ", superDigest="
          + (superDigest.isEmpty() ? "unset" : "[hidden]")
          + "]";
    }
  }

  /**
   * The scheme by which clients make sure of the ensemble that they talk to (ZOOKEEPER-3188).
   *
   * @param enabled whether it is served
   * @param names what clients may call this ensemble; empty when any name will do
   */
  public record Ensemble(boolean enabled, Set<String> names) {}

  /**
   * What {@code zookeeper.enforce.auth.*} and {@code zookeeper.sessionRequireClientSASLAuth} ask
   * for.
   *
   * @param enabled whether anything is required
   * @param schemes of which an identity of any one will do
   */
  public record Required(boolean enabled, List<String> schemes) {}

  static ZooAuth of(Settings settings) {
    AuthProviders providers = AuthProviders.of(settings);
    String superDigest = settings.getString(DIGEST + "superDigest");
    return new ZooAuth(
        settings.getText("zookeeper.skipACL").equals("yes"),
        new Digest(
            providers.has(AuthProviders.DIGEST),
            algorithm(settings),
            superDigest == null ? "" : superDigest),
        ZooSasl.of(settings, providers.has(AuthProviders.SASL)),
        new Ensemble(
            providers.has(AuthProviders.ENSEMBLE),
            Set.copyOf(settings.getList("zookeeper.ensembleAuthName"))),
        providers.superUsers(),
        required(settings, providers));
  }

  private static String algorithm(Settings settings) {
    return Hashes.checked(DIGEST + "digestAlg", settings.getText(DIGEST + "digestAlg"));
  }

  private static Required required(Settings settings, AuthProviders providers) {
    if (settings.getBoolean("zookeeper.sessionRequireClientSASLAuth")) {
      return checked(
          "zookeeper.sessionRequireClientSASLAuth", List.of(AuthProviders.SASL), providers);
    }
    List<String> schemes = settings.getList("zookeeper.enforce.auth.schemes");
    if (!settings.getBoolean("zookeeper.enforce.auth.enabled")) {
      return new Required(false, schemes);
    }
    if (schemes.isEmpty()) {
      throw new ConfigException(
          "zookeeper.enforce.auth.enabled: true without zookeeper.enforce.auth.schemes");
    }
    return checked("zookeeper.enforce.auth.schemes", schemes, providers);
  }

  /** A scheme that nobody can have would lock everybody out. */
  private static Required checked(String key, List<String> schemes, AuthProviders providers) {
    for (String scheme : schemes) {
      if (!providers.has(scheme)) {
        throw new ConfigException(
            key
                + ": scheme "
                + scheme
                + " is not available (expected: one of "
                + String.join(", ", providers.schemes())
                + (scheme.equals(AuthProviders.SASL)
                    ? "; authProvider.sasl=" + AuthProviders.SASL_CLASS + " adds it)"
                    : ")"));
      }
    }
    return new Required(true, schemes);
  }
}
