package io.castellan.server.kafka.controller;

import io.castellan.server.kafka.znodes.ControllerEpochZnode;
import io.castellan.server.zkclient.ZkResult;
import io.castellan.server.zkclient.ZkWrite;
import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.message.ErrorResult;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.MultiResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The writes of one controller, each in a multi that first checks that its epoch is still the last.
 * Owned by the controller lane.
 */
final class FencedWrites {
  private final Znodes znodes;
  private final int epochVersion;
  private final Runnable onFenced;

  /**
   * @param epochVersion data version of {@code /controller_epoch} after the election
   * @param onFenced runs when another controller has been elected since; the write's own callback
   *     does not run then
   */
  FencedWrites(Znodes znodes, int epochVersion, Runnable onFenced) {
    this.znodes = znodes;
    this.epochVersion = epochVersion;
    this.onFenced = onFenced;
  }

  /**
   * Write.
   *
   * @param done takes the outcome; the results are those of the writes, without the check
   */
  void write(List<ZkWrite> writes, Consumer<ZkResult<List<MultiResult>>> done) {
    List<ZkWrite> fenced = new ArrayList<>(writes.size() + 1);
    fenced.add(new ZkWrite.CheckVersion(ControllerEpochZnode.PATH, epochVersion));
    fenced.addAll(writes);
    znodes.multi(
        fenced,
        result -> {
          if (isFenced(result)) {
            onFenced.run();
          } else {
            Multi.Response response = result.value();
            done.accept(
                new ZkResult<>(
                    result.error(),
                    response == null
                        ? null
                        : response.results().subList(1, response.results().size())));
          }
        });
  }

  private static boolean isFenced(ZkResult<Multi.Response> result) {
    Multi.Response response = result.value();
    return !result.isOk()
        && response != null
        && response.results().get(0) instanceof ErrorResult check
        && check.err() != KeeperError.OK.code();
  }
}
