package io.castellan.server.kafka.handler;

/**
 * What a client may do, as a bit for each operation's code (KIP-430). Without an authorizer
 * everyone may do whatever a kind of resource knows.
 */
final class AuthorizedOperations {
  /** Stands where nobody asked. */
  static final int NOT_ASKED = Integer.MIN_VALUE;

  private static final int READ = 3;
  private static final int WRITE = 4;
  private static final int CREATE = 5;
  private static final int DELETE = 6;
  private static final int ALTER = 7;
  private static final int DESCRIBE = 8;
  private static final int CLUSTER_ACTION = 9;
  private static final int DESCRIBE_CONFIGS = 10;
  private static final int ALTER_CONFIGS = 11;
  private static final int IDEMPOTENT_WRITE = 12;

  /** All that can be done with the cluster. */
  static final int CLUSTER =
      bits(
          CREATE,
          CLUSTER_ACTION,
          DESCRIBE_CONFIGS,
          ALTER_CONFIGS,
          IDEMPOTENT_WRITE,
          ALTER,
          DESCRIBE);

  /** All that can be done with a topic. */
  static final int TOPIC =
      bits(READ, WRITE, CREATE, DESCRIBE, DELETE, ALTER, DESCRIBE_CONFIGS, ALTER_CONFIGS);

  private AuthorizedOperations() {}

  private static int bits(int... codes) {
    int bits = 0;
    for (int code : codes) {
      bits |= 1 << code;
    }
    return bits;
  }
}
