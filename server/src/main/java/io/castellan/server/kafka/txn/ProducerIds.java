package io.castellan.server.kafka.txn;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out producer ids, each once (KIP-98). Owned by whoever runs the tasks that it gives out,
 * which runs one task at a time; {@link #next} may be called from any thread.
 *
 * <p>Ids come from a block that is this broker's alone. The next block is reserved when a tenth of
 * the current one is left, so that in general nobody waits for it; ids that are unused when the
 * broker stops are lost, which does no harm.
 */
public final class ProducerIds {
  private static final int TENTH = 10;

  private final Consumer<Runnable> owner;
  private final ProducerIdBlocks blocks;
  private final ArrayDeque<Consumer<@Nullable Long>> waiting = new ArrayDeque<>();
  private @Nullable ProducerIdBlock current;
  private @Nullable ProducerIdBlock following;
  private long next;
  private boolean reserving;

  /**
   * @param owner runs everything that touches this object, one task at a time
   * @param blocks where blocks come from
   */
  public ProducerIds(Consumer<Runnable> owner, ProducerIdBlocks blocks) {
    this.owner = owner;
    this.blocks = blocks;
  }

  /**
   * Hand out an id.
   *
   * @param callback receives it on the owner, or null when no block could be reserved; a client
   *     tries again
   */
  public void next(Consumer<@Nullable Long> callback) {
    owner.accept(
        () -> {
          waiting.addLast(callback);
          serve();
        });
  }

  private void serve() {
    while (!waiting.isEmpty() && hasId()) {
      waiting.removeFirst().accept(next++);
    }
    if (isRunningOut() && following == null && !reserving) {
      reserving = true;
      blocks.reserve(block -> owner.accept(() -> onBlock(block)));
    }
  }

  private boolean hasId() {
    if (current != null && next <= current.last()) {
      return true;
    }
    if (following == null) {
      return false;
    }
    current = following;
    following = null;
    next = current.first();
    return true;
  }

  private boolean isRunningOut() {
    return current == null || current.last() - next + 1 <= current.size() / TENTH;
  }

  private void onBlock(@Nullable ProducerIdBlock block) {
    reserving = false;
    if (block != null) {
      following = block;
      serve();
      return;
    }
    // Those who wait are told now, and a later request tries again.
    while (!waiting.isEmpty()) {
      waiting.removeFirst().accept(null);
    }
  }
}
