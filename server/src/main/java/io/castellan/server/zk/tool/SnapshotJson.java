package io.castellan.server.zk.tool;

import io.castellan.zk.protocol.data.Acl;
import io.castellan.zk.protocol.data.StatPersisted;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the nodes of a snapshot as nested lists, in the form that ncdu and its like show sizes of
 * directories from: a node with children is a list that begins with itself.
 *
 * <p>A snapshot has parents before their children and children behind one another, so the nesting
 * follows from how deep each node's path is, once it is known whether the next one is deeper.
 */
final class SnapshotJson implements SnapshotVisitor {
  private static final int FIRST_INODE = 1001;

  private final PrintStream out;
  private final long timestampMs;
  private @Nullable String held;
  private int heldDepth;
  private int openLists;
  private int inode = FIRST_INODE;

  /**
   * @param timestampMs the wall clock, which the head of the output tells
   */
  SnapshotJson(PrintStream out, long timestampMs) {
    this.out = out;
    this.timestampMs = timestampMs;
  }

  @Override
  public void beginLoad(long zxid) {
    out.print(
        "[1,0,{\"progname\":\"SnapshotFormatter.java\",\"progver\":\"0.01\",\"timestamp\":"
            + timestampMs
            + "}");
  }

  @Override
  public void loadNode(String path, byte @Nullable [] data, List<Acl> acl, StatPersisted stat) {
    boolean root = path.equals("/");
    int depth = root ? 0 : (int) path.chars().filter(c -> c == '/').count();
    put(depth);
    int size = data == null ? 0 : data.length;
    held =
        "{\"name\":%s,\"asize\":%d,\"dsize\":%d,\"dev\":0,\"ino\":%d}"
            .formatted(
                quoted(root ? path : path.substring(path.lastIndexOf('/') + 1)),
                size,
                size,
                inode++);
    heldDepth = depth;
  }

  @Override
  public void endLoad() {
    put(-1);
    out.print("]");
  }

  /** Prints the node that is held, now that it is known how deep the next one is. */
  private void put(int nextDepth) {
    if (held == null) {
      return;
    }
    out.print(",");
    if (nextDepth > heldDepth || heldDepth == 0) {
      out.print("[");
      openLists++;
    }
    out.print(held);
    for (; openLists > nextDepth && openLists > 0; openLists--) {
      out.print("]");
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
