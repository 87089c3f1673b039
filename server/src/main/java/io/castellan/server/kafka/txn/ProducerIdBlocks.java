package io.castellan.server.kafka.txn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where blocks of producer ids come from. */
public interface ProducerIdBlocks {

  /**
   * Reserve a block that nobody had before and nobody will have again.
   *
   * @param callback receives the block, durably reserved, or null when none could be had now; any
   *     thread
   */
  void reserve(Consumer<@Nullable ProducerIdBlock> callback);
}
