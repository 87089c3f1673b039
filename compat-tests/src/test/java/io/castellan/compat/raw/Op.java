package io.castellan.compat.raw;

/**
 * One operation.
 *
 * @param label what a reader of a failure or a table sees of it
 * @param xid that it must have, or {@link #NEXT} for the connection's next
 * @param type its number
 * @param body what follows the header
 * @param shape how its answer is read, a letter for each field of it; see {@link Answer}
 */
public record Op(String label, int xid, int type, byte[] body, String shape) {
  /** The connection's own counter. */
  public static final int NEXT = 0;

  /** With a number of the connection's. */
  public Op(String label, int type, Body body, String shape) {
    this(label, NEXT, type, body.bytes(), shape);
  }

  @Override
  public String toString() {
    return label;
  }
}
