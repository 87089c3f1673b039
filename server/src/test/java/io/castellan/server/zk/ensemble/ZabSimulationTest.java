package io.castellan.server.zk.ensemble;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.server.simulation.Nemesis;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ZabSimulationTest {
  private static final int SEEDS = Integer.getInteger("castellan.simulation.seeds", 50);
  private static final long TROUBLE_MS = 20_000;

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 1", "5, 0", "5, 2", "1, 1"})
  void losesNothingThatWasAcknowledgedHoweverBadTheTimesWere(int voters, int observers) {
    int acknowledged = 0;
    int epochs = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      ZabWorld world = run(seed, voters, observers, Mutation.NONE);
      acknowledged += world.ledger.acknowledged.size();
      epochs += world.ledger.epochCount();
    }
    assertTrue(acknowledged > 10 * SEEDS, acknowledged + " writes: there was too much trouble");
    assertTrue(epochs > SEEDS, epochs + " epochs: there was too little trouble");
  }

  @Test
  void synchronisesInEachOfTheThreeWays() {
    Map<SyncPlan.Kind, Integer> syncs = new EnumMap<>(SyncPlan.Kind.class);
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed, 3, 1, Mutation.NONE)
          .ledger
          .syncs
          .forEach((kind, count) -> syncs.merge(kind, count, Integer::sum));
    }
    for (SyncPlan.Kind kind : SyncPlan.Kind.values()) {
      assertTrue(syncs.getOrDefault(kind, 0) > 0, () -> kind + " never: " + syncs);
    }
  }

  /** The simulation looks: whatever step is left out, some seed shows what it was for. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsEveryStepThatIsLeftOut(Mutation mutation) {
    AssertionError found = null;
    for (long seed = 1; seed <= 5L * SEEDS && found == null; seed++) {
      try {
        run(seed, 3, 1, mutation);
      } catch (AssertionError e) {
        found = e;
      }
    }
    assertNotNull(found, () -> mutation + " was not found");
  }

  private static ZabWorld run(long seed, int voters, int observers, Mutation mutation) {
    ZabWorld world = new ZabWorld(seed, voters, observers, mutation);
    Nemesis nemesis = world.nemesis();
    world.startAll();
    nemesis.start();
    world.simulation.runFor(TROUBLE_MS);
    nemesis.end();
    world.awaitAgreement();
    return world;
  }
}
