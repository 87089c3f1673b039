package io.castellan.server.net;

/**
 * The one answer to one request. Exactly one of its methods is called, once, on any thread; a
 * second call is ignored and its message released, since the first answer may already be on the
 * wire.
 */
public interface Reply {

  /**
   * Answer with a message that the connection's encoder knows; ownership of its buffers goes with
   * it.
   */
  void send(Object message);

  /** There is no answer to this request (Kafka's acks=0): the next one may go. */
  void skip();

  /** Answer, then close the connection once the answer is written. */
  void sendAndClose(Object message);

  /** Close the connection after the answers before this one are written, without an answer. */
  void close();
}
