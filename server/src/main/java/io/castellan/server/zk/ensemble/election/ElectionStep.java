package io.castellan.server.zk.ensemble.election;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must happen next.
 *
 * @param ballots to be sent
 * @param result the end of the election, null while it goes on
 */
public record ElectionStep(List<Ballot> ballots, @Nullable ElectionResult result) {
  /** Nothing. */
  public static final ElectionStep NONE = new ElectionStep(List.of(), null);
}
