package io.castellan.server.kafka.shard;

import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.record.Compression;
import io.castellan.kafka.protocol.record.RecordBatchBuilder;
import io.castellan.server.kafka.log.Isolation;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.lane.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shards of one internal topic: loads a shard when this broker comes to lead its
 * partition, puts requests to it on its lane, carries out the effects and keeps its alarm.
 *
 * <p>Loading reads the disk, so it happens on another thread, into a shard that only that thread
 * sees; the loaded shard is then handed to its lane. Until then requests are told {@code
 * COORDINATOR_LOAD_IN_PROGRESS}.
 *
 * @param <S> what the shards are
 */
public final class ShardRuntime<S extends Shard> {
  private static final Logger log = LoggerFactory.getLogger(ShardRuntime.class);
  private static final int INITIAL_BATCH_BYTES = 512;

  /** So many records are read in some 100 ms; more of them are worth a checkpoint. */
  private static final int RECORDS_PER_CHECKPOINT = 100_000;

  private final String topic;
  private final LaneGroup lanes;
  private final Executor loader;
  private final Supplier<S> factory;
  private final ShardLog shardLog;
  private final ShardCheckpoints checkpoints;
  private final Compression compression;
  private final long originMs;
  private final Map<Integer, Slot> slots = new ConcurrentHashMap<>();

  /** A request to a shard. */
  public interface Task<S> {
    /** Decide. On the shard's lane. */
    void run(S shard, long nowMs, Effects out);
  }

  private record Marker(long producerId, long offset, boolean committed) {}

  /** One partition. Owned by its lane. */
  private final class Slot {
    final int partition;
    final Lane lane;
    int leaderEpoch = -1;
    boolean loading;

    /** How often a load was begun: one that is not the last has come too late. */
    int loads;

    @Nullable S shard;
    @Nullable Timer alarm;
    long alarmAtMs = Long.MAX_VALUE;
    int recordsSinceCheckpoint;
    OpenTransactions openTransactions = new OpenTransactions();

    /** Those that came while the log was read: it may have been read before they were in it. */
    final List<Marker> earlyMarkers = new ArrayList<>();

    Slot(int partition) {
      this.partition = partition;
      this.lane = lanes.of(partition);
    }
  }

  /**
   * @param topic for log lines
   * @param lanes over which shards are spread
   * @param loader runs loads, which wait for the disk
   * @param factory makes an empty shard
   * @param checkpoints used by the loader's thread alone
   * @param compression of the batches that it writes
   */
  public ShardRuntime(
      String topic,
      LaneGroup lanes,
      Executor loader,
      Supplier<S> factory,
      ShardLog shardLog,
      ShardCheckpoints checkpoints,
      Compression compression) {
    this.topic = topic;
    this.lanes = lanes;
    this.loader = loader;
    this.factory = factory;
    this.shardLog = shardLog;
    this.checkpoints = checkpoints;
    this.compression = compression;
    Clock clock = lanes.of(0).clock();
    this.originMs = clock.wallClockMs() - clock.monotonicMs();
  }

  // ---- leadership ----

  /**
   * This broker leads a partition now: load its shard. From any thread; an older epoch than the
   * known is ignored.
   */
  public void onLeading(int partition, int leaderEpoch) {
    Slot slot = slots.computeIfAbsent(partition, Slot::new);
    slot.lane.execute(
        () -> {
          if (leaderEpoch > slot.leaderEpoch) {
            unload(slot);
            slot.leaderEpoch = leaderEpoch;
            slot.loading = true;
            int load = ++slot.loads;
            loader.execute(() -> load(slot, load));
          }
        });
  }

  /** This broker does not lead a partition any more. From any thread. */
  public void onResigned(int partition, int leaderEpoch) {
    Slot slot = slots.get(partition);
    if (slot != null) {
      slot.lane.execute(
          () -> {
            if (leaderEpoch < 0 || leaderEpoch >= slot.leaderEpoch) {
              // A partition that is gone may come back with the epochs of a new one.
              slot.leaderEpoch = leaderEpoch < 0 ? -1 : leaderEpoch;
              unload(slot);
            }
          });
    }
  }

  private void load(Slot slot, int load) {
    long startNanos = System.nanoTime();
    S fresh = factory.get();
    long from = checkpoints.restore(slot.partition, fresh);
    S shard = from < 0 ? factory.get() : fresh;
    ShardLoader replay = new ShardLoader(shard);
    ErrorCode error = shardLog.read(slot.partition, Math.max(from, 0), Isolation.LOG_END, replay);
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    slot.lane.execute(
        () -> {
          if (slot.loads != load || !slot.loading) {
            return; // the partition moved on while we read
          }
          slot.loading = false;
          if (error != ErrorCode.NONE) {
            log.error(
                "coordinator not loaded topic={} partition={} error={}",
                topic,
                slot.partition,
                error);
            return;
          }
          slot.shard = shard;
          slot.openTransactions = replay.openTransactions();
          shard.onLoaded(now(slot));
          slot.earlyMarkers.forEach(marker -> endTransaction(slot, shard, marker));
          slot.earlyMarkers.clear();
          arm(slot);
          slot.recordsSinceCheckpoint = 0;
          countForCheckpoint(slot, replay.recordCount());
          if (replay.recordCount() > 0 || from > 0) {
            log.info(
                "coordinator loaded topic={} partition={} checkpointOffset={} records={} ms={}",
                topic,
                slot.partition,
                Math.max(from, 0),
                replay.recordCount(),
                tookMs);
          }
        });
  }

  private void countForCheckpoint(Slot slot, long records) {
    slot.recordsSinceCheckpoint += (int) Math.min(records, RECORDS_PER_CHECKPOINT);
    if (slot.recordsSinceCheckpoint >= RECORDS_PER_CHECKPOINT) {
      slot.recordsSinceCheckpoint = 0;
      loader.execute(() -> checkpoints.advance(slot.partition));
    }
  }

  private void unload(Slot slot) {
    slot.loading = false;
    slot.earlyMarkers.clear();
    S shard = slot.shard;
    if (shard == null) {
      return;
    }
    slot.shard = null;
    Effects out = new Effects();
    shard.onUnloaded(now(slot), out);
    out.answers().forEach(Runnable::run);
  }

  // ---- requests ----

  /**
   * Put a request to a shard. From any thread.
   *
   * @param refused told, instead of running the task, why this broker cannot: {@code
   *     NOT_COORDINATOR}, {@code COORDINATOR_LOAD_IN_PROGRESS}, or {@code
   *     COORDINATOR_NOT_AVAILABLE} when it has too much to do
   */
  public void submit(int partition, Task<S> task, Consumer<ErrorCode> refused) {
    Slot slot = slots.get(partition);
    if (slot == null) {
      refused.accept(ErrorCode.NOT_COORDINATOR);
    } else if (!slot.lane.tryExecute(() -> run(slot, task, refused))) {
      refused.accept(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    }
  }

  /**
   * Look at every shard that is loaded, one after another, each on its lane.
   *
   * @param whenSeen told, on the last shard's lane, the first reason why a shard could not be
   *     looked at, or {@code NONE}
   */
  public void forEach(Task<S> task, Consumer<ErrorCode> whenSeen) {
    next(new ArrayList<>(slots.values()), 0, ErrorCode.NONE, task, whenSeen);
  }

  private void next(
      List<Slot> left, int index, ErrorCode worst, Task<S> task, Consumer<ErrorCode> whenSeen) {
    if (index == left.size()) {
      whenSeen.accept(worst);
      return;
    }
    Slot slot = left.get(index);
    slot.lane.execute(
        () -> {
          ErrorCode error = worst;
          if (slot.shard != null) {
            run(slot, task, refusal -> {});
          } else if (slot.loading && worst == ErrorCode.NONE) {
            error = ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
          }
          next(left, index + 1, error, task, whenSeen);
        });
  }

  /**
   * A marker that ends a transaction is committed in a partition: what the transaction wrote there
   * counts from now on, or never. From any thread.
   *
   * @param offset of the marker
   */
  public void onMarker(int partition, long producerId, long offset, boolean committed) {
    Slot slot = slots.get(partition);
    if (slot != null) {
      Marker marker = new Marker(producerId, offset, committed);
      slot.lane.execute(
          () -> {
            S shard = slot.shard;
            if (shard != null) {
              endTransaction(slot, shard, marker);
              arm(slot);
            } else if (slot.loading) {
              slot.earlyMarkers.add(marker);
            }
          });
    }
  }

  private void endTransaction(Slot slot, S shard, Marker marker) {
    int count =
        slot.openTransactions.end(marker.producerId, marker.offset, marker.committed, shard);
    if (count > 0) {
      shard.onTransactionCommitted(now(slot));
    }
  }

  private void run(Slot slot, Task<S> task, Consumer<ErrorCode> refused) {
    S shard = slot.shard;
    if (shard == null) {
      refused.accept(
          slot.loading ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR);
      return;
    }
    Effects out = new Effects();
    task.run(shard, now(slot), out);
    carryOut(slot, out);
    arm(slot);
  }

  private void carryOut(Slot slot, Effects out) {
    out.answers().forEach(Runnable::run);
    for (Effects.Append append : out.appends()) {
      S shard = slot.shard;
      countForCheckpoint(slot, append.records().size());
      shardLog.append(
          slot.partition,
          encode(append.records(), slot.lane.clock().wallClockMs()),
          (error, offset) ->
              slot.lane.execute(
                  () -> {
                    // A shard that was unloaded meanwhile has answered everyone itself, but for
                    // this.
                    ErrorCode outcome =
                        slot.shard == shard ? error : ErrorCode.NOT_LEADER_OR_FOLLOWER;
                    Effects next = new Effects();
                    append.whenCommitted().onCommitted(outcome, now(slot), next);
                    carryOut(slot, next);
                    arm(slot);
                  }));
    }
  }

  private ByteBuf encode(List<CoordinatorRecord> records, long nowMs) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.ioBuffer(INITIAL_BATCH_BYTES);
    RecordBatchBuilder batch = new RecordBatchBuilder(out).compression(compression);
    for (CoordinatorRecord record : records) {
      batch.append(nowMs, record.key(), record.value());
    }
    batch.finish();
    return out;
  }

  // ---- time ----

  /**
   * The time that shards live by: the wall clock's when the runtime was made, and steady from then
   * on. Records carry it beyond the process, so it must be the world's; sessions hang on it, so it
   * must not jump when the world's does.
   */
  private long now(Slot slot) {
    return originMs + slot.lane.clock().monotonicMs();
  }

  private void arm(Slot slot) {
    S shard = slot.shard;
    long wakeAtMs = shard == null ? Long.MAX_VALUE : shard.wakeAtMs();
    if (wakeAtMs >= slot.alarmAtMs || wakeAtMs == Long.MAX_VALUE) {
      return;
    }
    if (slot.alarm != null) {
      slot.alarm.cancel();
    }
    slot.alarmAtMs = wakeAtMs;
    slot.alarm = slot.lane.schedule(wakeAtMs - now(slot), () -> onAlarm(slot));
  }

  private void onAlarm(Slot slot) {
    slot.alarm = null;
    slot.alarmAtMs = Long.MAX_VALUE;
    S shard = slot.shard;
    if (shard != null) {
      Effects out = new Effects();
      shard.onTime(now(slot), out);
      carryOut(slot, out);
      arm(slot);
    }
  }
}
