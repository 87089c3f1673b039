package io.castellan.server.kafka.znodes;

/** A znode's contents are not what their place in the tree promises. Its text names the path. */
public final class ZnodeFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param path the znode
   * @param reason what is wrong with it
   */
  public ZnodeFormatException(String path, String reason) {
    super("znode: " + path + " (" + reason + ")");
  }
}
