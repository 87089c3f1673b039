package io.castellan.server.config;

/** Where a key may be changed while the server runs. */
public enum KeyScope {
  /** Only in the file, with a restart. */
  READ_ONLY,
  /** For one broker. */
  PER_BROKER,
  /** For one broker, and as the default of all (KIP-226). */
  CLUSTER_WIDE
}
