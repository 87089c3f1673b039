package io.castellan.server.http;

/** What is behind a port. */
@FunctionalInterface
public interface HttpService {
  /**
   * Answer a request, now or later; on the connection's event loop, which must not be kept. Every
   * call is answered once.
   */
  void handle(HttpCall call);
}
