package io.castellan.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Who may do what.
 *
 * @param skipAcl whether ACLs are not looked at
 * @param superDigest {@code name:digest} of the user to whom no ACL applies, or null; secret
 * @param digestAlgorithm the hash of the digest scheme, such as {@code SHA1}
 * @param digestEnabled whether the digest scheme is served
 */
public record ZooAuth(
    boolean skipAcl, @Nullable String superDigest, String digestAlgorithm, boolean digestEnabled) {
  static ZooAuth of(Settings settings) {
    return new ZooAuth(
        settings.getText("zookeeper.skipACL").equals("yes"),
        settings.getString("zookeeper.DigestAuthenticationProvider.superDigest"),
        settings.getText("zookeeper.DigestAuthenticationProvider.digestAlg"),
        settings.getBoolean("zookeeper.DigestAuthenticationProvider.enabled"));
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "ZooAuth[skipAcl="
        + skipAcl
        + ", superDigest="
        + (superDigest == null ? "unset" : "[hidden]")
        + ", digestAlgorithm="
        + digestAlgorithm
        + ", digestEnabled="
        + digestEnabled
        + "]";
  }
}
