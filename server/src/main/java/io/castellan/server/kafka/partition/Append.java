package io.castellan.server.kafka.partition;

import io.castellan.server.kafka.log.AppendOrigin;
import io.castellan.server.kafka.log.AppendResult;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Records on their way to a partition.
 *
 * @param records whole batches; offsets and epoch are written into them in place. The caller keeps
 *     the buffer alive until it is called back
 * @param origin who made them
 * @param acks -1: answered when every replica in sync has them; 0 or 1: when the leader has
 * @param timeoutMs how long acks=-1 waits
 * @param whenDone called once, on the partition's lane, with what became of them; the buffer is not
 *     touched any more
 */
public record Append(
    ByteBuf records,
    AppendOrigin origin,
    short acks,
    int timeoutMs,
    Consumer<AppendResult> whenDone) {

  /** The value of acks that asks for every replica in sync. */
  public static final short ACKS_ALL = -1;
}
