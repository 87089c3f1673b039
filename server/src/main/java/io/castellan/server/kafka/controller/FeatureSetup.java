package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.FeatureZnode;
import io.castellan.server.kafka.znodes.ZnodeFormat;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.KeeperError;
import java.util.Arrays;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new controller does with {@code /feature} before anything else (KIP-584): creates it, or
 * brings it to the version that this protocol version writes, keeping the levels that are in use.
 */
final class FeatureSetup {
  private static final Logger log = LoggerFactory.getLogger(FeatureSetup.class);

  private FeatureSetup() {}

  static void run(Znodes znodes, ZnodeFormat format, Runnable done) {
    if (format.featureVersion() == 0) {
      done.run();
      return;
    }
    znodes.read(
        FeatureZnode.PATH,
        false,
        result -> {
          if (result.error() == KeeperError.NO_NODE) {
            byte[] none = new FeatureZnode(true, Map.of()).write(format);
            znodes.create(FeatureZnode.PATH, none, CreateMode.PERSISTENT, created -> done.run());
          } else if (result.isOk()) {
            FeatureZnode found = FeatureZnode.read(result.get().data());
            byte[] wanted =
                new FeatureZnode(true, found.enabled() ? found.maxLevels() : Map.of())
                    .write(format);
            if (Arrays.equals(wanted, result.get().data())) {
              done.run();
            } else {
              log.info("features rewritten features={}", found.maxLevels());
              znodes.write(
                  FeatureZnode.PATH, wanted, result.get().stat().version(), w -> done.run());
            }
          }
        });
  }
}
