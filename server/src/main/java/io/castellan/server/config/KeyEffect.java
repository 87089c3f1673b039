package io.castellan.server.config;

/**
 * What Castellan does with a key of stock: obeys it, or the reason why setting it changes nothing.
 */
public enum KeyEffect {
  /** The key does what it does in stock. */
  OBEYED("obeyed"),
  /** Threads and queues are sized from the machine. */
  SELF_SIZED("Castellan sizes its threads and queues from the machine"),
  /** Replicas, elections, rolling shutdown. */
  CLUSTER("clusters of several servers are not served yet"),
  /** What members of a ZooKeeper ensemble do besides electing, leading and following. */
  ENSEMBLE("this part of ensembles is not served yet"),
  /** What the lines of servers say too. */
  SAID_ELSEWHERE("the server's own line says it too, and counts, as in stock"),
  /** TLS, SASL, authorization. */
  SECURITY("TLS, SASL, tokens and ACLs are not served yet: every client is let in"),
  /** TLS on ZooKeeper's ports, and the identities that come from it. */
  ZOOKEEPER_TLS("ZooKeeper's ports have no TLS yet"),
  /** The broker's own TLS and ACLs towards ZooKeeper. */
  ZOOKEEPER_SECURITY("the connection to ZooKeeper is plain, and its nodes are open"),
  /** Transactions. */
  TRANSACTIONS("transactions are not served yet"),
  /** Consumer groups of KIP-848, share and streams groups. */
  GROUP_PROTOCOLS("only the classic group protocol is served"),
  /** Quotas on clients and replication. */
  QUOTAS("quotas are not enforced yet"),
  /** KIP-405. */
  TIERED_STORAGE("tiered storage is not served"),
  /** Keys of KRaft. */
  KRAFT("the key belongs to KRaft, and this broker keeps its metadata in ZooKeeper"),
  /** Reporters and sampling windows. */
  METRICS("metrics have no reporters or sampling windows here"),
  /** Classes written against stock's interfaces. */
  PLUGINS("classes written for stock cannot be loaded"),
  /** Keys of APIs that are not advertised. */
  NOT_OFFERED("what it limits is not offered"),
  /** What the HTTP admin server leaves out. */
  ADMIN_SERVER("the HTTP admin server speaks HTTP/1.1 and believes no header about addresses"),
  /** Stock's log4j and logback set-up. */
  LOGGING(
      "logging is set up by Castellan: see LOG_DIR, ZOO_LOG_DIR and -Dlogback.configurationFile"),
  /** A key in a listener's form that only has an effect on the whole broker. */
  NOT_BY_LISTENER("it is a setting of the whole broker, not of single listeners"),
  /** Settings of ZooKeeper's client library. */
  CLIENT("it is a setting of clients"),
  /** Keys that only change how stock is built inside. */
  STOCK_INTERNALS("it tunes parts that only stock has"),
  /** Stock reads it no more. */
  IGNORED_BY_STOCK("stock no longer reads it either");

  private final String reason;

  KeyEffect(String reason) {
    this.reason = reason;
  }

  /** Why the key has no effect, as the end of a sentence. */
  public String reason() {
    return reason;
  }
}
