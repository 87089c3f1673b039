package io.castellan.compat.kafka;

import io.castellan.compat.harness.LeakCheck;
import io.castellan.compat.harness.Pair;
import io.castellan.compat.harness.StockRelease;
import io.castellan.compat.harness.ToolRunner;
import io.castellan.compat.harness.Transcripts;
import io.castellan.compat.harness.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka's tools of five releases show the same against ours as against a stock pair. */
@ExtendWith(LeakCheck.class)
class ToolsTest {
  private static final Workspace WORKSPACE = new Workspace("tools");
  private static final List<Pair> PAIRS = new ArrayList<>();

  @BeforeAll
  static void startBoth() {
    PAIRS.add(Pair.stock(WORKSPACE.directory("stock"), List.of()));
    PAIRS.add(Pair.castellan(WORKSPACE.directory("ours"), List.of()));
  }

  @AfterAll
  static void stopBoth() {
    PAIRS.forEach(Pair::close);
    WORKSPACE.close();
  }

  @ParameterizedTest
  @MethodSource("io.castellan.compat.harness.StockRelease#kafka")
  void showWhatTheyShowOfAStockPair(StockRelease release) {
    try (ToolRunner tools = new ToolRunner(release)) {
      List<String> transcripts =
          PAIRS.stream()
              .map(
                  pair -> {
                    ToolSession session = new ToolSession(tools, pair);
                    ToolScript.play(session);
                    return session.transcript();
                  })
              .toList();
      Transcripts.assertEqual("$ ", transcripts.get(0), transcripts.get(1));
    }
  }
}
