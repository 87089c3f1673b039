package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.config.BrokerConfig;
import io.castellan.server.config.CleanerSettings;
import io.castellan.server.kafka.AdvertisedWatch;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.ClientCensus;
import io.castellan.server.kafka.controller.ClusterMember;
import io.castellan.server.kafka.controller.MemberIdentity;
import io.castellan.server.kafka.controller.MemberSettings;
import io.castellan.server.kafka.fetch.FetchSessions;
import io.castellan.server.kafka.group.OffsetsTopic;
import io.castellan.server.kafka.handler.AlterReplicaLogDirsHandler;
import io.castellan.server.kafka.handler.ApiVersionsHandler;
import io.castellan.server.kafka.handler.ClusterApis;
import io.castellan.server.kafka.handler.ClusterLookup;
import io.castellan.server.kafka.handler.DeleteRecordsHandler;
import io.castellan.server.kafka.handler.DescribeLogDirsHandler;
import io.castellan.server.kafka.handler.DescribeProducersHandler;
import io.castellan.server.kafka.handler.FetchHandler;
import io.castellan.server.kafka.handler.InitProducerIdHandler;
import io.castellan.server.kafka.handler.ListOffsetsHandler;
import io.castellan.server.kafka.handler.OffsetForLeaderEpochHandler;
import io.castellan.server.kafka.handler.ProduceHandler;
import io.castellan.server.kafka.handler.Traffic;
import io.castellan.server.kafka.handler.WriteTxnMarkersHandler;
import io.castellan.server.kafka.log.CleanerBench;
import io.castellan.server.kafka.log.LogConfig;
import io.castellan.server.kafka.metrics.BrokerMetrics;
import io.castellan.server.kafka.metrics.MetricsHttp;
import io.castellan.server.kafka.partition.Cleaner;
import io.castellan.server.kafka.partition.LogDirectories;
import io.castellan.server.kafka.partition.LogMover;
import io.castellan.server.kafka.partition.Partitions;
import io.castellan.server.kafka.partition.Upkeep;
import io.castellan.server.kafka.shard.ShardCheckpoints;
import io.castellan.server.kafka.shard.ShardLog;
import io.castellan.server.kafka.txn.ProducerIds;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.LaneGroup;
import io.castellan.server.net.Transport;
import io.castellan.server.zkclient.ZkServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker, put together: built in order, closed in reverse. Read {@link #start} as its table of
 * contents.
 *
 * <p>Started and closed by one thread, which may be two in turn.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaBroker.class);

  /** How many tasks may wait for a lane before new work is refused. */
  private static final int LANE_CAPACITY = 1 << 17;

  private static final int MAX_STORAGE_LANES = 8;

  /** How long a transaction marker waits for replicas: the default of request.timeout.ms. */
  private static final int MARKER_TIMEOUT_MS = 30_000;

  private static final int MAX_SHARD_LANES = 4;

  /** Where the key of the ZooKeeper session is kept; stock passes over files in a log directory. */
  private static final String SESSION_FILE = ".castellan_session";

  /** Where the coordinators' checkpoints are kept; derived, it may be deleted. */
  private static final String CHECKPOINT_FILE = ".castellan_coordinators";

  private final BrokerConfig config;
  private final Clock clock;
  private final BiConsumer<Lane, Throwable> onFailure;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ApiTable table = new ApiTable();
  private @Nullable Listeners listeners;

  private KafkaBroker(BrokerConfig config, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    this.config = config;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  /**
   * Start a broker, and return when it answers clients.
   *
   * @param zooKeeper gives the way to ZooKeeper, which may use the broker's event loops
   * @param onFailure told when an invariant of a lane is broken: what was acknowledged is on disk,
   *     and the process must end
   * @throws Exception when a part cannot start, in words that name it; what had started is closed
   */
  public static KafkaBroker start(
      BrokerConfig config,
      Function<Transport, ZkServers> zooKeeper,
      Clock clock,
      BiConsumer<Lane, Throwable> onFailure)
      throws Exception {
    KafkaBroker broker = new KafkaBroker(config, clock, onFailure);
    try {
      broker.start(zooKeeper);
      return broker;
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  private void start(Function<Transport, ZkServers> zooKeeper) throws Exception {
    long startedMs = clock.monotonicMs();
    LogDirectories directories = add(LogDirectories.open(config.logs().dirs()));
    Transport transport = add(Transport.open("kafka", Runtime.getRuntime().availableProcessors()));
    Lane upkeepLane = lane("log-upkeep");
    Codecs codecs = Codecs.compiling(upkeepLane, Codecs.HOT_AFTER);
    // The ports are taken first: a port in use should be said before the logs are recovered.
    ClientCensus clients = new ClientCensus();
    AdvertisedWatch watch = new AdvertisedWatch();
    Listeners bound = add(Listeners.bind(config, transport, table, codecs, clients, watch));
    listeners = bound;

    ClusterMember member = connect(zooKeeper.apply(transport), directories);
    int storedId = directories.brokerId();
    MemberIdentity identity =
        await(member.identify(storedId < 0 ? OptionalInt.empty() : OptionalInt.of(storedId)));
    directories.takeIdentity(identity.brokerId(), identity.clusterId(), clock.wallClockMs());

    DynamicSettings settings = new DynamicSettings(config.settings(), identity.brokerId());
    Partitions partitions = openPartitions(identity.brokerId(), directories, settings, upkeepLane);
    Upkeep upkeep = new Upkeep(upkeepSettings(), partitions, upkeepLane);
    upkeep.start();
    Cleaner cleaner = startCleaner(partitions, upkeep);
    directories.onOffline(failed -> onDirectoryOffline(member, directories, upkeepLane));
    // Closed before the logs are, and after those who ask for moves.
    LogMover mover = add(new LogMover(partitions, lane("log-mover")));
    Traffic traffic = new Traffic();
    serve(member, identity, partitions, mover, directories, traffic, upkeepLane);
    ShardLog groupsLog = Groups.log(config, partitions.table());
    ShardCheckpoints checkpoints =
        add(
            new ShardCheckpoints(
                OffsetsTopic.NAME,
                directories.online().get(0).path().resolve(CHECKPOINT_FILE),
                groupsLog));
    Groups groups =
        new Groups(
            config,
            shardLanes(),
            lane("shard-loader"),
            groupsLog,
            checkpoints,
            member::image,
            clock);
    add((AutoCloseable) checkpoints::stop); // before the loader, which may be writing a long one
    groups.serve(table, member.offsets());
    table.serve(
        new WriteTxnMarkersHandler(
            partitions.table(),
            new ImageLookup(member::image),
            clock,
            MARKER_TIMEOUT_MS,
            groups::onMarker));
    member.onImage(
        (before, after) -> {
          groups.onImage(before, after);
          settings.onImage(before, after, bound, partitions);
        });

    await(member.join(groups.following(partitions, identity.brokerId()), bound.advertised()));
    openMetrics(
        transport,
        new BrokerMetrics(
            table,
            clients,
            traffic,
            partitions.table(),
            directories,
            cleaner,
            member::isController),
        upkeepLane);
    watch(watch, bound.advertised(), upkeepLane);
    // Closed in this order: no more requests, no more upkeep, then the logs.
    closeFirst(upkeepLane);
    closeFirst(bound);
    bound.accept();
    log.info(
        "broker started id={} cluster={} ms={}",
        identity.brokerId(),
        identity.clusterId(),
        clock.monotonicMs() - startedMs);
  }

  private void openMetrics(Transport transport, BrokerMetrics metrics, Lane writers)
      throws IOException {
    Integer port = Integer.getInteger(MetricsHttp.PORT_PROPERTY);
    if (port != null) {
      MetricsHttp http =
          add(new MetricsHttp(transport, new InetSocketAddress(port), metrics, writers));
      log.info("metrics open address={} path=/metrics", http.address());
    }
  }

  /** Names are looked up while the broker serves already: name servers take their time. */
  private static void watch(AdvertisedWatch watch, List<BrokerEndpoint> told, Lane lane) {
    for (BrokerEndpoint endpoint : told) {
      lane.execute(() -> watch.onAdvertised(endpoint.listener(), endpoint.host(), endpoint.port()));
    }
  }

  private Lane lane(String name) {
    Lane lane = new Lane(name, LANE_CAPACITY, clock, onFailure);
    lane.start();
    return add(lane);
  }

  private LaneGroup shardLanes() {
    LaneGroup lanes =
        new LaneGroup(
            "shard",
            Math.max(1, Math.min(MAX_SHARD_LANES, Runtime.getRuntime().availableProcessors() / 4)),
            LANE_CAPACITY,
            clock,
            onFailure);
    lanes.start();
    return add(lanes);
  }

  /** Lanes that may wait for disks on behalf of event loops; they own nothing. */
  private Executor readLanes() {
    LaneGroup lanes =
        new LaneGroup(
            "reader",
            Math.max(
                2, Math.min(MAX_STORAGE_LANES, Runtime.getRuntime().availableProcessors() / 2)),
            LANE_CAPACITY,
            clock,
            onFailure);
    lanes.start();
    add(lanes);
    AtomicInteger turn = new AtomicInteger();
    return task -> lanes.of(turn.getAndIncrement()).execute(task);
  }

  private ClusterMember connect(ZkServers servers, LogDirectories directories) {
    Lane controllerLane = lane("controller");
    return add(
        ClusterMember.connect(
            MemberSettings.of(config),
            servers,
            controllerLane,
            directories.online().get(0).path().resolve(SESSION_FILE)));
  }

  private Partitions openPartitions(
      int brokerId, LogDirectories directories, DynamicSettings settings, Lane upkeepLane) {
    int cores = Runtime.getRuntime().availableProcessors();
    LaneGroup lanes =
        new LaneGroup(
            "storage",
            Math.max(2, Math.min(MAX_STORAGE_LANES, cores / 2)),
            LANE_CAPACITY,
            clock,
            onFailure);
    Partitions partitions =
        new Partitions(
            new Partitions.Settings(
                brokerId,
                config.logs().recoveryThreadsPerDir(),
                LogConfig.of(config.topicDefaults()),
                (topic, stored) -> LogConfigs.of(topic, stored, settings.effective())),
            directories,
            lanes,
            clock);
    partitions.diskWork(upkeepLane);
    partitions.start();
    return add(partitions);
  }

  private @Nullable Cleaner startCleaner(Partitions partitions, Upkeep upkeep) {
    CleanerSettings settings = config.cleaner();
    if (!settings.enabled() || settings.threads() == 0) {
      log.warn("log cleaner off: compacted topics are not compacted, and grow");
      return null;
    }
    CleanerBench.Share share =
        new CleanerBench.Share(
            settings.dedupeBufferBytes() / settings.threads(),
            settings.loadFactor(),
            settings.ioBufferBytes() / settings.threads() / 2);
    LaneGroup lanes =
        new LaneGroup("log-cleaner", settings.threads(), LANE_CAPACITY, clock, onFailure);
    Cleaner cleaner =
        add(
            new Cleaner(
                new Cleaner.Settings(settings.backoffMs(), share, settings.bytesPerSecond()),
                partitions,
                lanes,
                upkeep::onCleaned));
    cleaner.start();
    return cleaner;
  }

  private Upkeep.Settings upkeepSettings() {
    return new Upkeep.Settings(
        config.logs().initialTaskDelayMs(),
        config.logs().retentionCheckMs(),
        config.logs().flushSchedulerIntervalMs(),
        config.logs().highWatermarkCheckpointMs(),
        Math.min(config.logs().recoveryPointCheckpointMs(), config.logs().logStartCheckpointMs()),
        config.producers().expirationMs(),
        config.producers().expirationCheckMs());
  }

  /** Fill the table of what is served. */
  private void serve(
      ClusterMember member,
      MemberIdentity identity,
      Partitions partitions,
      LogMover mover,
      LogDirectories directories,
      Traffic traffic,
      Lane idLane) {
    ClusterLookup cluster = new ImageLookup(member::image);
    ProducerIds producerIds = new ProducerIds(idLane::execute, member.producerIdBlocks());
    table.serve(new ApiVersionsHandler(table, identity.brokerId(), identity.clusterId()));
    table.serve(new ProduceHandler(partitions.table(), cluster, traffic));
    Executor reads = readLanes();
    table.serve(
        new FetchHandler(
            partitions.table(),
            cluster,
            new FetchSessions(config.fetch().sessionSlots(), clock),
            reads,
            config.fetch().maxBytes(),
            traffic));
    table.serve(new ListOffsetsHandler(partitions.table(), cluster, reads));
    table.serve(new OffsetForLeaderEpochHandler(partitions.table(), cluster));
    table.serve(new DeleteRecordsHandler(partitions.table(), cluster));
    table.serve(new DescribeProducersHandler(partitions.table(), cluster));
    table.serve(new DescribeLogDirsHandler(partitions.table(), directories, mover, reads));
    table.serve(new AlterReplicaLogDirsHandler(mover, cluster));
    table.serve(new InitProducerIdHandler(producerIds));
    ClusterApis.serve(table, member, config);
  }

  /** As in stock, a broker without any log directory left ends. */
  private static void onDirectoryOffline(
      ClusterMember member, LogDirectories directories, Lane upkeepLane) {
    member.reportFailedLogDirectory();
    if (directories.online().isEmpty()) {
      upkeepLane.execute(
          () -> {
            throw new IllegalStateException("log.dirs: all offline (expected: one that works)");
          });
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  private void closeFirst(AutoCloseable part) {
    parts.remove(part);
    parts.push(part);
  }

  private static <T> T await(CompletableFuture<T> stage) throws Exception {
    try {
      return stage.get();
    } catch (ExecutionException | CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Where a listener listens, with the port that was chosen; by its place in the configuration. */
  public InetSocketAddress address(int listener) {
    return Objects.requireNonNull(listeners, "not started").address(listener);
  }

  /**
   * Stop answering, leave the cluster, close the logs; a failing part does not keep the others
   * open.
   */
  @Override
  public void close() {
    // A start that is interrupted is closed as completely as one that fails otherwise.
    boolean interrupted = Thread.interrupted();
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("could not close part={}", part.getClass().getSimpleName(), e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
