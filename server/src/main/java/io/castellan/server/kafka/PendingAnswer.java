package io.castellan.server.kafka;

import io.castellan.kafka.protocol.schema.Codec;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.castellan.server.net.Reply;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer that a connection waits for. Encoded by the thread that completes it, so that a lane's
 * work is not added to the event loop's; sent by the connection in its turn.
 */
final class PendingAnswer<R extends Record> implements Answer<R> {
  private static final Logger log = LoggerFactory.getLogger(PendingAnswer.class);

  private final RequestContext context;
  private final Codec<R> codec;
  private final ByteBufAllocator allocator;
  private final Reply reply;
  private final AtomicBoolean completed = new AtomicBoolean();

  PendingAnswer(RequestContext context, Codec<R> codec, ByteBufAllocator allocator, Reply reply) {
    this.context = context;
    this.codec = codec;
    this.allocator = allocator;
    this.reply = reply;
  }

  @Override
  public void send(R response) {
    OutboundFrame frame;
    try {
      frame =
          OutboundFrame.response(
              allocator,
              context.api(),
              context.version(),
              context.header().correlationId(),
              codec,
              response);
    } catch (RuntimeException | OutOfMemoryError cannotBeWritten) {
      // Too little direct memory for this answer costs one connection, not the lane that gave it.
      log.error(
          "answer cannot be written, connection closed request=[{}]", context, cannotBeWritten);
      complete(reply::close);
      return;
    }
    if (!complete(() -> reply.send(frame))) {
      frame.release();
    }
  }

  @Override
  public void none() {
    complete(reply::skip);
  }

  @Override
  public void close(String why) {
    if (complete(reply::close)) {
      log.warn("connection closed request=[{}] reason={}", context, why);
    }
  }

  private boolean complete(Runnable how) {
    if (!completed.compareAndSet(false, true)) {
      return false;
    }
    context.releaseFrame();
    how.run();
    return true;
  }
}
