package io.castellan.server.kafka.group;

/** Where a classic group stands; the text is what DescribeGroups and ListGroups show. */
public enum GroupState {
  /** No members; it may hold offsets. */
  EMPTY("Empty"),
  /** Members are joining. */
  PREPARING_REBALANCE("PreparingRebalance"),
  /** All joined; the leader's assignment is awaited. */
  COMPLETING_REBALANCE("CompletingRebalance"),
  /** Everyone has an assignment. */
  STABLE("Stable"),
  /** Gone: no members and no offsets. */
  DEAD("Dead");

  private final String text;

  GroupState(String text) {
    this.text = text;
  }

  /** As clients know it. */
  public String text() {
    return text;
  }
}
