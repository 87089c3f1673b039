package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a shard wants done after an event: answers to give and records to append. Filled by the
 * shard, carried out by the runtime, on one lane.
 */
public final class Effects {

  /** What follows once records are committed, or could not be. */
  public interface Committed {
    /**
     * @param error {@link ErrorCode#NONE}, or why the records are not in the log
     * @param nowMs the time now, milliseconds
     * @param next the effects that follow
     */
    void onCommitted(ErrorCode error, long nowMs, Effects next);
  }

  /** Records that go into the log as one batch. */
  public record Append(List<CoordinatorRecord> records, Committed whenCommitted) {}

  private final List<Runnable> answers = new ArrayList<>();
  private final List<Append> appends = new ArrayList<>();

  /** Give an answer. */
  public <R> void answer(Consumer<R> to, R result) {
    answers.add(() -> to.accept(result));
  }

  /** Append records, then go on. */
  public void append(List<CoordinatorRecord> records, Committed whenCommitted) {
    appends.add(new Append(records, whenCommitted));
  }

  /** The answers, in the order in which they were decided. */
  public List<Runnable> answers() {
    return answers;
  }

  /** The appends, in the order in which they were decided. */
  public List<Append> appends() {
    return appends;
  }
}
