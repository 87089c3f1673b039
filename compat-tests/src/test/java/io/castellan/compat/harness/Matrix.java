package io.castellan.compat.harness;

/**
 * How much of releases times tools times rounds is run: a sample in every build, all of it with
 * {@code mvn -Pfull-matrix verify}.
 */
public final class Matrix {
  private Matrix() {}

  /** Whether all of it is asked for. */
  public static boolean isFull() {
    return System.getProperty("castellan.matrix", "").equals("full");
  }
}
