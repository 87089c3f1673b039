package io.castellan.server.zk.tool;

/** What ends a tool early, with the exit code and the line that say why. */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  ToolException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
