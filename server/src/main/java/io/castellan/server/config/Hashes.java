package io.castellan.server.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names of hashes, as the JVM knows them. */
final class Hashes {
  private Hashes() {}

  /**
   * The name of a hash that there is.
   *
   * @throws ConfigException when there is none
   */
  static String checked(String key, String algorithm) {
    try {
      MessageDigest.getInstance(algorithm);
      return algorithm;
    } catch (NoSuchAlgorithmException e) {
      throw new ConfigException(
          key
              + ": "
              + algorithm
              + " (expected: a hash that this JVM has, such as SHA1 or SHA-256)");
    }
  }
}
