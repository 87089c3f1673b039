package io.castellan.server.zk.auth;

import io.castellan.zk.protocol.data.Id;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The {@code digest} scheme: a user and a password, of which the identity holds a hash.
 *
 * @param algorithm of the hash ({@code zookeeper.DigestAuthenticationProvider.digestAlg})
 * @param superDigest the identity that makes its holder the super user ({@code
 *     zookeeper.DigestAuthenticationProvider.superDigest}); empty for none
 */
public record DigestScheme(String algorithm, String superDigest) implements AuthScheme {
  /**
   * Checks that there is such a hash.
   *
   * @throws IllegalArgumentException when there is none
   */
  public DigestScheme {
    hash(algorithm);
  }

  /** The scheme's name. */
  public static final String NAME = "digest";

  /** The identity that passes every check. */
  public static final Id SUPER = new Id("super", "");

  /** What a stock server has unless it is told otherwise. */
  public static final DigestScheme DEFAULT = new DigestScheme("SHA1", "");

  /**
   * The user of {@code user:password}, whom nothing contradicts: with another password it is
   * another identity.
   */
  @Override
  public List<Id> prove(byte[] credentials, String ip) {
    String id = identity(credentials);
    List<Id> identities = new ArrayList<>(2);
    if (!superDigest.isEmpty() && id.equals(superDigest)) {
      identities.add(SUPER);
    }
    identities.add(new Id(NAME, id));
    return identities;
  }

  /** {@code user:} and the hash of {@code user:password}. */
  private String identity(byte[] credentials) {
    String text = new String(credentials, StandardCharsets.UTF_8);
    String user = text.split(":", 2)[0];
    // Of the text, as stock: bytes that are no UTF-8 count as what they were read as.
    byte[] hash = hash(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    return user + ":" + Base64.getEncoder().encodeToString(hash);
  }

  private static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(
          "zookeeper.DigestAuthenticationProvider.digestAlg: " + algorithm + " (expected: a hash)",
          e);
    }
  }

  /** Whether a text is an identity of this scheme: two parts, one colon. */
  @Override
  public boolean isValid(String id) {
    int colon = id.indexOf(':');
    return colon >= 0 && colon < id.length() - 1 && id.indexOf(':', colon + 1) < 0;
  }

  @Override
  public boolean matches(String own, String granted) {
    return own.equals(granted);
  }

  @Override
  public boolean isPersonal() {
    return true;
  }

  @Override
  public String name() {
    return NAME;
  }
}
