package io.castellan.compat.bench;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param what is measured, with its unit
 * @param stock its value for the stock pair
 * @param ours its value for ours
 * @param goal what ours ÷ stock should be
 * @param atMost whether the goal is an upper bound, else it is a lower one
 */
record Row(String what, double stock, double ours, double goal, boolean atMost) {
  static final String HEADER =
      String.format(Locale.ROOT, "%-44s %12s %12s %8s   %s", "", "stock", "ours", "ratio", "goal");

  static Row atMost(String what, double stock, double ours, double goal) {
    return new Row(what, stock, ours, goal, true);
  }

  static Row atLeast(String what, double stock, double ours, double goal) {
    return new Row(what, stock, ours, goal, false);
  }

  double ratio() {
    return ours / stock;
  }

  boolean isMet() {
    return atMost ? ratio() <= goal : ratio() >= goal;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-44s %12s %12s %8.2f   %s %.2f %s",
        what,
        figure(stock),
        figure(ours),
        ratio(),
        atMost ? "<=" : ">=",
        goal,
        isMet() ? "met" : "MISSED");
  }

  /** Three significant digits, and no fraction on large figures. */
  private static String figure(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
