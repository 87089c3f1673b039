package io.castellan.server.config;

import org.jspecify.annotations.Nullable;

/**
 * How clients of ZooKeeper prove who they are by SASL.
 *
 * @param schemeServed whether ACLs may name identities of the scheme {@code sasl}
 * @param jaasFile the JAAS file ({@code java.security.auth.login.config}), or null
 * @param section its section for this server
 * @param sectionNamed whether that section was asked for, so that it must be there
 * @param superPassword the password of the user {@code super}, above the file's; empty for none,
 *     secret
 * @param anyUser the name in an ACL that every SASL user has; empty for none
 * @param removeHost whether {@code zk/host@REALM} becomes {@code zk@REALM}
 * @param removeRealm whether {@code zk@REALM} becomes {@code zk}
 * @param authToLocal the rules that turn a principal into a short name
 * @param fipsMode whether DIGEST-MD5 is off, as it rests on MD5
 * @param keepsFailedClients whether a failed exchange leaves the connection open
 */
public record ZooSasl(
    boolean schemeServed,
    @Nullable String jaasFile,
    String section,
    boolean sectionNamed,
    String superPassword,
    String anyUser,
    boolean removeHost,
    boolean removeRealm,
    String authToLocal,
    boolean fipsMode,
    boolean keepsFailedClients) {
  private static final String SECTION = "zookeeper.sasl.serverconfig";

  static ZooSasl of(Settings settings, boolean schemeServed) {
    String superPassword = settings.getString("zookeeper.SASLAuthenticationProvider.superPassword");
    String anyUser = settings.getString("zookeeper.letAnySaslUserDoX");
    return new ZooSasl(
        schemeServed,
        settings.getString("java.security.auth.login.config"),
        settings.getText(SECTION),
        settings.isSet(SECTION),
        superPassword == null ? "" : superPassword,
        anyUser == null ? "" : anyUser,
        settings.getBoolean("zookeeper.kerberos.removeHostFromPrincipal"),
        settings.getBoolean("zookeeper.kerberos.removeRealmFromPrincipal"),
        settings.getText("zookeeper.security.auth_to_local"),
        settings.getBoolean("zookeeper.fips-mode"),
        settings.getBoolean("zookeeper.allowSaslFailedClients"));
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "ZooSasl[schemeServed="
        + schemeServed
        + ", jaasFile="
        + jaasFile
        + ", section="
        + section
        + ", superPassword="
        + (superPassword.isEmpty() ? "unset" : "[hidden]")
        + "]";
  }
}
