package io.castellan.server.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    String algorithm = settings.getText("zookeeper.DigestAuthenticationProvider.digestAlg");
    try {
      MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new ConfigException(
          "zookeeper.DigestAuthenticationProvider.digestAlg: "
              + algorithm
              + " (expected: a hash that this JVM has, such as SHA1 or SHA-256)");
    }
    return new ZooAuth(
        settings.getText("zookeeper.skipACL").equals("yes"),
        settings.getString("zookeeper.DigestAuthenticationProvider.superDigest"),
        algorithm,
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
