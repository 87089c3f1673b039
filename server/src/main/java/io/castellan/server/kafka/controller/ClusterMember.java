package io.castellan.server.kafka.controller;

import io.castellan.kafka.protocol.Uuid;
import io.castellan.server.config.ZooKeeperConnect;
import io.castellan.server.kafka.cluster.ClusterDelta;
import io.castellan.server.kafka.cluster.ClusterImage;
import io.castellan.server.kafka.cluster.Controller;
import io.castellan.server.kafka.group.ZooKeeperOffsets;
import io.castellan.server.kafka.partition.PartitionHost;
import io.castellan.server.kafka.txn.ProducerIdBlocks;
import io.castellan.server.kafka.znodes.BrokerEndpoint;
import io.castellan.server.kafka.znodes.BrokerZnode;
import io.castellan.server.kafka.znodes.ConfigChangeZnode;
import io.castellan.server.kafka.znodes.ControllerZnode;
import io.castellan.server.kafka.znodes.LogDirEventZnode;
import io.castellan.server.lane.Lane;
import io.castellan.server.lane.Timer;
import io.castellan.server.storage.Checkpoint;
import io.castellan.server.zkclient.SessionKey;
import io.castellan.server.zkclient.SessionListener;
import io.castellan.server.zkclient.ZkClient;
import io.castellan.server.zkclient.ZkServers;
import io.castellan.server.zkclient.ZkSettings;
import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.EventType;
import io.castellan.zk.protocol.KeeperError;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker as a member of its cluster: connects, learns who it is, joins, and from then on stays
 * registered, stands for election, and keeps the published image up to date. Owned by the
 * controller lane; the public methods may be called from any thread.
 *
 * <p>Used in this order: {@link #connect}, {@link #identify}, {@link #join}, {@link #close}.
 */
public final class ClusterMember implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterMember.class);
  private static final int REGISTRATION_RETRY_MS = 1000;

  /** KIP-516: stands for KRaft's metadata topic, and is given to no other. */
  private static final Uuid METADATA_TOPIC_ID = new Uuid(0, 1);

  private final MemberSettings settings;
  private final Lane lane;
  private final @Nullable Checkpoint sessionFile;
  private final ZkClient zk;
  private final Znodes znodes;
  private final ImageWaiters waiters;
  private final SecureRandom random = new SecureRandom();
  private final CompletableFuture<MemberIdentity> identified = new CompletableFuture<>();
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private volatile ClusterImage image = ClusterImage.empty("");
  private volatile int brokerId = -1;
  private volatile long brokerEpoch = -1;
  private ClusterDelta pending = new ClusterDelta();
  private BiConsumer<ClusterImage, ClusterImage> imageListener = (before, after) -> {};
  private @Nullable Membership membership;
  private @Nullable ControllerDriver driver;
  private long sessionId;
  private boolean closed;

  /** What exists once the broker has joined. */
  private record Membership(
      PartitionHost host,
      Announcements announcements,
      Registration registration,
      Election election,
      ConfigChanges configs) {}

  private ClusterMember(
      MemberSettings settings, ZkServers servers, Lane lane, @Nullable Path sessionFile) {
    this.settings = settings;
    this.lane = lane;
    this.sessionFile = sessionFile == null ? null : new Checkpoint(sessionFile);
    this.waiters = new ImageWaiters(lane);
    ZooKeeperConnect connect = settings.config().zooKeeper();
    ZkSettings zkSettings =
        new ZkSettings(connect.chroot(), connect.sessionTimeoutMs())
            .withMaxInFlight(connect.maxInFlight())
            .withAbandoned(storedSession());
    this.zk = ZkClient.start(servers, zkSettings, lane, new Listener());
    this.znodes = new Znodes(zk);
  }

  /**
   * Start the session in ZooKeeper.
   *
   * @param servers where ZooKeeper is
   * @param lane the controller lane
   * @param sessionFile where to keep the session's key, so that after a kill the next process can
   *     end the session and register at once; null to keep it nowhere. Derived: deleting it costs
   *     time only
   */
  public static ClusterMember connect(
      MemberSettings settings, ZkServers servers, Lane lane, @Nullable Path sessionFile) {
    ClusterMember member = new ClusterMember(settings, servers, lane, sessionFile);
    lane.execute(member::begin);
    return member;
  }

  /**
   * Make the tree where it is missing, and learn the cluster's id and the broker's.
   *
   * @param storedBrokerId what meta.properties says
   * @return fails with {@link MembershipException} when there is no session within {@code
   *     zookeeper.connection.timeout.ms}, or ZooKeeper refuses something
   */
  public CompletableFuture<MemberIdentity> identify(OptionalInt storedBrokerId) {
    lane.execute(
        () ->
            new StartSequence(znodes, this::newUuid, settings.config().identity(), this::failStart)
                .run(
                    storedBrokerId,
                    (clusterId, id) -> {
                      brokerId = id;
                      image = ClusterImage.empty(clusterId);
                      identified.complete(new MemberIdentity(clusterId, id));
                    }));
    return identified;
  }

  /**
   * Register, stand for election, and take part until {@link #close}.
   *
   * @param host this broker's replicas
   * @param endpoints what the broker advertises
   * @return completes when a controller is known and, if it is this broker, its replicas have taken
   *     up their roles; fails with {@link MembershipException} when the id is taken
   */
  public CompletableFuture<Void> join(PartitionHost host, List<BrokerEndpoint> endpoints) {
    lane.execute(() -> joinOnLane(host, endpoints));
    return joined;
  }

  /** What is known of the cluster now. */
  public ClusterImage image() {
    return image;
  }

  /** This broker's id; -1 before {@link #identify} is done. */
  public int brokerId() {
    return brokerId;
  }

  /** This broker's epoch: the czxid of its registration; -1 before it is registered. */
  public long brokerEpoch() {
    return brokerEpoch;
  }

  /** Whether this broker is the controller, as the image has it. */
  public boolean isController() {
    return brokerId >= 0 && image.controllerId() == brokerId;
  }

  /** What this member was configured with. */
  public MemberSettings settings() {
    return settings;
  }

  /** Writes topics, partitions and settings. */
  public TopicAdmin topicAdmin() {
    return new TopicAdmin(this, znodes, lane, settings.format());
  }

  /** Hands out blocks of producer ids. */
  public ProducerIdBlocks producerIdBlocks() {
    return new ZnodeProducerIds(znodes, lane, this::brokerId);
  }

  /** Keeps the offsets of consumers of 0.8. */
  public ZooKeeperOffsets offsets() {
    return new ZnodeOffsets(znodes, lane);
  }

  /**
   * Wait until the image shows something.
   *
   * @param timeoutMs how long at most
   * @param shown runs on the controller lane with the first image that shows what is wanted
   * @param timedOut runs there instead when that takes too long
   */
  public void await(
      Predicate<ClusterImage> wanted,
      long timeoutMs,
      Consumer<ClusterImage> shown,
      Runnable timedOut) {
    lane.execute(() -> waiters.await(current(), wanted, timeoutMs, shown, timedOut));
  }

  /**
   * Follow the image.
   *
   * @param listener told, on the controller lane, every image with the one before it; one for all
   */
  public void onImage(BiConsumer<ClusterImage, ClusterImage> listener) {
    lane.execute(() -> imageListener = listener);
  }

  /**
   * Tell the controller that one of this broker's log directories has failed (KIP-112). Any thread.
   */
  public void reportFailedLogDirectory() {
    lane.execute(
        () ->
            znodes.create(
                LogDirEventZnode.PREFIX,
                LogDirEventZnode.write(brokerId),
                CreateMode.PERSISTENT_SEQUENTIAL,
                result -> {
                  if (result.error() != KeeperError.OK) {
                    log.warn("failed log directory not reported reason={}", result.error());
                  }
                }));
  }

  /** A new id that is none of the reserved ones and does not look like an option to tools. */
  public Uuid newUuid() {
    while (true) {
      Uuid uuid =
          new Uuid(
              (random.nextLong() & ~0xf000L) | 0x4000L,
              (random.nextLong() & ~(0xc0L << 56)) | (0x80L << 56));
      if (!uuid.isZero() && !uuid.equals(METADATA_TOPIC_ID) && !uuid.toString().startsWith("-")) {
        return uuid;
      }
    }
  }

  /**
   * Whether a topic is being deleted: clients may not see it any more, but its name is not free
   * yet. On the controller lane, as in what {@link #await} tests.
   */
  public boolean isToBeDeleted(String topic) {
    lane.assertOwner();
    return driver != null && driver.isToBeDeleted(topic);
  }

  /** Leave: the registration goes with the session. Waits for it, at most a second. */
  @Override
  public void close() {
    lane.execute(
        () -> {
          closed = true;
          znodes.close();
          endDriver();
        });
    zk.close();
    if (sessionFile != null) {
      sessionFile.write("");
    }
  }

  private void begin() {
    lane.onDrained(this::publishPending);
    int timeoutMs = settings.config().zooKeeper().connectionTimeoutMs();
    Timer unused =
        lane.schedule(
            timeoutMs,
            () -> {
              if (sessionId == 0) {
                failStart(
                    "zookeeper: "
                        + settings.config().zooKeeper().servers()
                        + ": no session (expected: one within zookeeper.connection.timeout.ms, "
                        + timeoutMs
                        + ")");
              }
            });
  }

  private void joinOnLane(PartitionHost host, List<BrokerEndpoint> endpoints) {
    Registration registration =
        new Registration(
            znodes,
            brokerId,
            () ->
                new BrokerZnode(
                        endpoints,
                        settings.config().identity().rack(),
                        settings.jmxPort(),
                        lane.clock().wallClockMs(),
                        Map.of())
                    .write(settings.format()));
    membership =
        new Membership(
            host,
            new Announcements(host, this::current, this::publish, lane),
            registration,
            new Election(znodes, brokerId, lane.clock()::wallClockMs, new ElectionOutcome()),
            new ConfigChanges(
                znodes, lane.clock()::wallClockMs, this::publish, host::updateTopicConfig));
    enter(membership);
    waiters.await(
        current(),
        shown -> shown.controllerId() >= 0,
        Long.MAX_VALUE >> 24,
        shown -> joined.complete(null),
        () -> {});
  }

  /** In a session: follow the settings, register, look for a controller. */
  private void enter(Membership member) {
    member.configs.start(
        () ->
            member.registration.register(
                epoch -> {
                  brokerEpoch = epoch;
                  member.election.look();
                },
                why -> onRegistrationFailed(member, why)));
  }

  private void onRegistrationFailed(Membership member, String why) {
    if (!joined.isDone()) {
      failStart(why);
    } else if (!closed) {
      log.error("{}; trying again", why);
      Timer unused =
          lane.schedule(
              REGISTRATION_RETRY_MS,
              () ->
                  member.registration.register(
                      epoch -> {
                        brokerEpoch = epoch;
                        member.election.look();
                      },
                      again -> onRegistrationFailed(member, again)));
    }
  }

  private void failStart(String why) {
    MembershipException failure = new MembershipException(why);
    identified.completeExceptionally(failure);
    joined.completeExceptionally(failure);
  }

  private void publish(ClusterDelta delta) {
    pending.add(delta);
  }

  private void publishPending() {
    if (!pending.isEmpty()) {
      ClusterDelta delta = pending;
      pending = new ClusterDelta();
      ClusterImage before = image;
      image = before.apply(delta);
      imageListener.accept(before, image);
      waiters.onImage(image);
    }
  }

  /** The image with what was published in this drain; on the lane. */
  private ClusterImage current() {
    publishPending();
    return image;
  }

  private void endDriver() {
    if (driver != null) {
      driver.end();
      driver = null;
    }
  }

  private @Nullable SessionKey storedSession() {
    String line = sessionFile == null ? null : sessionFile.read();
    return line == null ? null : SessionKey.fromLine(line);
  }

  /** Follows the session, on the lane. */
  private final class Listener implements SessionListener {
    @Override
    public void onConnected(SessionKey session) {
      if (sessionFile != null && session.sessionId() != sessionId) {
        sessionFile.write(session.toLine());
      }
      sessionId = session.sessionId();
    }

    @Override
    public void onDisconnected() {
      log.debug("zookeeper disconnected session=0x{}", Long.toHexString(sessionId));
    }

    @Override
    public void onExpired() {
      Membership member = membership;
      if (member == null || closed) {
        return;
      }
      member.registration.onExpired(sessionId);
      member.election.onExpired();
      enter(member);
    }

    @Override
    public void onAuthFailed() {
      failStart("zookeeper: refused our identity (expected: credentials that it knows)");
    }

    @Override
    public void onEvent(EventType type, String path) {
      Membership member = membership;
      if (member == null || closed) {
        return;
      }
      if (path.equals(ControllerZnode.PATH)) {
        member.election.look();
      } else if (path.equals(ConfigChangeZnode.PARENT)) {
        member.configs.onEvent();
      } else if (driver != null) {
        driver.onEvent(type, path);
      }
    }
  }

  /** Follows the election, on the lane. */
  private final class ElectionOutcome implements Election.Listener {
    @Override
    public void onElected(int epoch, int epochVersion) {
      Membership member = membership;
      if (member == null || closed) {
        return;
      }
      endDriver();
      Controller controller =
          new Controller(
              brokerId,
              epoch,
              settings.format().topicIds(),
              settings.config().topicCreation().deletable(),
              topic ->
                  settings.uncleanElection(
                      current()
                          .topicConfig(topic)
                          .getOrDefault("unclean.leader.election.enable", "")),
              ClusterMember.this::newUuid);
      FencedWrites fenced =
          new FencedWrites(znodes, epochVersion, () -> member.election.onFenced());
      ControllerDriver elected =
          new ControllerDriver(
              brokerId,
              controller,
              znodes,
              fenced,
              settings,
              member.announcements,
              member.host,
              lane,
              () -> current().topics().keySet(),
              ClusterMember.this::publish);
      driver = elected;
      FeatureSetup.run(znodes, settings.format(), elected::start);
    }

    @Override
    public void onResigned() {
      endDriver();
    }

    @Override
    public void onOther(int otherBrokerId) {
      log.warn(
          "controller is broker {}: this broker is told of partitions only when it is the"
              + " controller itself",
          otherBrokerId);
      ClusterDelta delta = new ClusterDelta();
      delta.setController(otherBrokerId);
      publish(delta);
    }
  }
}
