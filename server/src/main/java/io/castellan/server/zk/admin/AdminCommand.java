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
 * @param action works out the answer
 */
record AdminCommand(List<String> names, String method, boolean privileged, Action action) {
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
    return new AdminCommand(names, "GET", false, action);
  }

  String name() {
    return names.get(0);
  }
}
