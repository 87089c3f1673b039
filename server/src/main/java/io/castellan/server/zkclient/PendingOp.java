package io.castellan.server.zkclient;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation from its submission to its outcome. Owned by the session's event loop. */
final class PendingOp<T> {
  final OpCode type;
  final int generation;
  final Consumer<JuteWriter> body;
  final @Nullable Watch watch;
  private final Function<JuteReader, T> reader;
  private final Consumer<ZkResult<T>> callback;
  private final Executor executor;
  int xid;

  /** The watch that the operation leaves when it succeeds (or finds nothing, for exists). */
  record Watch(WatchTable.Kind kind, String path) {}

  PendingOp(
      OpCode type,
      int generation,
      Consumer<JuteWriter> body,
      Function<JuteReader, T> reader,
      @Nullable Watch watch,
      Executor executor,
      Consumer<ZkResult<T>> callback) {
    this.type = type;
    this.generation = generation;
    this.body = body;
    this.reader = reader;
    this.watch = watch;
    this.executor = executor;
    this.callback = callback;
  }

  /** Read the answer's body. */
  ZkResult<T> read(JuteReader body) {
    return MultiOutcome.judge(reader.apply(body));
  }

  void complete(ZkResult<T> result) {
    executor.execute(() -> callback.accept(result));
  }

  void fail(KeeperError error) {
    complete(ZkResult.failed(error));
  }
}
