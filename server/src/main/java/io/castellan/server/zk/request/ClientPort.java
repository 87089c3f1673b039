package io.castellan.server.zk.request;

/** The connection of a client, as the ensemble lane sees it. Every method may be called there. */
public interface ClientPort {
  /** Send an event, after every reply that was completed before. */
  void push(Outgoing event);

  /** Close the connection now; what was not sent is not sent. */
  void close();
}
