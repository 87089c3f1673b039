package io.castellan.server.zk.peer;

import io.castellan.server.zk.txn.WriteRequest;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.message.DeleteContainer;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes containers that are empty and nodes whose time to live is over, by ordinary transactions.
 * Owned by the ensemble lane.
 *
 * <p>A look goes through them in slices, each a task of its own: a million nodes with a time to
 * live keep no client waiting.
 */
public final class Reaper {
  private static final Logger log = LoggerFactory.getLogger(Reaper.class);

  /** How many nodes are looked at before others have their turn. */
  private static final int SLICE = 1000;

  private final Ensemble ensemble;
  private final ReapSettings settings;

  /** Begins with {@link #start}. */
  public Reaper(Ensemble ensemble, ReapSettings settings) {
    this.ensemble = ensemble;
    this.settings = settings;
  }

  /** Look for the first time when an interval has passed. On the lane. */
  public void start() {
    ensemble.lane().schedule(settings.intervalMs(), this::look);
  }

  private void look() {
    if (!ensemble.isServing() || !ensemble.role().expiresSessions()) {
      start(); // another server leads, and looks
      return;
    }
    lookAt(ensemble.tree().selfDeleting().iterator(), settings.limitPerCheck());
  }

  private void lookAt(Iterator<String> left, int limit) {
    long nowMs = ensemble.lane().clock().wallClockMs();
    int deleted = 0;
    for (int looked = 0; looked < SLICE && deleted < limit && left.hasNext(); looked++) {
      String path = left.next();
      if (ensemble.tree().isOverdue(path, nowMs, settings.maxNeverUsedMs())) {
        delete(path);
        deleted++;
      }
    }
    int limitLeft = limit - deleted;
    if (left.hasNext() && limitLeft > 0) {
      ensemble.lane().execute(() -> lookAt(left, limitLeft));
    } else {
      start();
    }
  }

  private void delete(String path) {
    log.debug("deleting an unused container or a node out of its time path={}", path);
    ensemble.propose(
        new WriteRequest(
            0, 0, OpCode.DELETE_CONTAINER, new DeleteContainer.Request(path), List.of()),
        Completion.NOBODY);
  }
}
