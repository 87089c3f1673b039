package io.castellan.server.zk.admin;

import io.castellan.server.http.HttpCall;
import java.util.List;
import java.util.function.Consumer;

/**
 * One command of the admin server.
 *
 * @param names the primary name, then the others
 * @param method of HTTP: {@code GET}, or {@code POST} for the one that takes a body
 * @param privileged whether the client must prove that it may do everything to the root
 * @param large whether its answer grows with the clients, so that only a few are made at once
 * @param action works out the answer
 */
record AdminCommand(
    List<String> names, String method, boolean privileged, boolean large, Action action) {
  /** Works out the answer of a command. */
  @FunctionalInterface
  interface Action {
    /**
     * Works out the answer.
     *
     * @param call for its parameters and its body; answered by the caller
     * @param answer takes the answer, on whatever thread made it
     */
    void run(HttpCall call, Consumer<CommandAnswer> answer);
  }

  static AdminCommand get(List<String> names, Action action) {
    return new AdminCommand(names, "GET", false, false, action);
  }

  /** One whose answer grows with the clients and their watches. */
  static AdminCommand large(List<String> names, Action action) {
    return new AdminCommand(names, "GET", false, true, action);
  }

  /** One that wants an identity that may do everything to the root. */
  static AdminCommand privileged(List<String> names, String method, Action action) {
    return new AdminCommand(names, method, true, false, action);
  }

  String name() {
    return names.get(0);
  }
}
