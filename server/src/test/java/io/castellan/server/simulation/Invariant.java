package io.castellan.server.simulation;

/** What must hold after every event. One class each, so that a failure names what broke. */
@FunctionalInterface
public interface Invariant {
  /**
   * Looks at the world.
   *
   * @throws AssertionError if it does not hold, with what was seen
   */
  void check();
}
