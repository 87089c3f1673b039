package io.castellan.compat.bench;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param what is measured, with its unit
 * @param stock its value for the stock pair
 * @param ours its value for ours
 * @param goal what ours ÷ stock should be; not a number where the figures are only stated
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

  static Row stated(String what, double stock, double ours) {
    return new Row(what, stock, ours, Double.NaN, true);
  }

  double ratio() {
    return ours / stock;
  }

  boolean isMet() {
    return atMost ? ratio() <= goal : ratio() >= goal;
  }

  @Override
  public String toString() {
    String figures =
        String.format(
            Locale.ROOT, "%-44s %12s %12s %8.2f", what, figure(stock), figure(ours), ratio());
    if (Double.isNaN(goal)) {
      return figures;
    }
    return String.format(
        Locale.ROOT,
        "%s   %s %.2f %s",
        figures,
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
