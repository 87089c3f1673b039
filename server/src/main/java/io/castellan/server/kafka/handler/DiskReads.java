package io.castellan.server.kafka.handler;

import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.RequestContext;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that look into files, on threads that may wait for a disk: an event loop that
 * did would make all of its connections wait. Any thread.
 */
final class DiskReads {
  private static final Logger log = LoggerFactory.getLogger(DiskReads.class);

  private final Executor executor;

  DiskReads(Executor executor) {
    this.executor = executor;
  }

  /** Works an answer out and sends it. */
  <R extends Record> void answer(RequestContext context, Answer<R> answer, Supplier<R> work) {
    executor.execute(
        () -> {
          R response;
          try {
            response = work.get();
          } catch (RuntimeException bug) {
            log.error("handler failed request=[{}]", context, bug);
            answer.close("handler failed");
            return;
          }
          answer.send(response);
        });
  }
}
