package io.castellan.server.zk;

import io.castellan.server.config.ZooAudit;
import io.castellan.server.config.ZooAuth;
import io.castellan.server.config.ZooCfg;
import io.castellan.server.config.ZooEnsemble;
import io.castellan.server.config.ZooLimits;
import io.castellan.server.config.ZooNodeKinds;
import io.castellan.server.lane.Clock;
import io.castellan.server.lane.Lane;
import io.castellan.server.net.Listener;
import io.castellan.server.net.PacedExecutor;
import io.castellan.server.net.Transport;
import io.castellan.server.zk.admin.AdminRooms;
import io.castellan.server.zk.admin.Administration;
import io.castellan.server.zk.admin.ConfigSummary;
import io.castellan.server.zk.admin.FourLetterWords;
import io.castellan.server.zk.audit.AuditLog;
import io.castellan.server.zk.auth.AclRules;
import io.castellan.server.zk.ensemble.CommittedLog;
import io.castellan.server.zk.ensemble.Standalone;
import io.castellan.server.zk.jmx.JmxBeans;
import io.castellan.server.zk.metrics.ZooKeeperMetrics;
import io.castellan.server.zk.peer.Ensemble;
import io.castellan.server.zk.peer.ReapSettings;
import io.castellan.server.zk.peer.Reaper;
import io.castellan.server.zk.peer.SessionEnd;
import io.castellan.server.zk.peer.SnapshotTrigger;
import io.castellan.server.zk.peer.Snapshots;
import io.castellan.server.zk.peer.TrackedSessions;
import io.castellan.server.zk.peer.quorum.Member;
import io.castellan.server.zk.request.ClientSettings;
import io.castellan.server.zk.request.Clients;
import io.castellan.server.zk.request.RequestTable;
import io.castellan.server.zk.session.SessionIds;
import io.castellan.server.zk.session.SessionTracker;
import io.castellan.server.zk.store.DataDirectories;
import io.castellan.server.zk.tree.Change;
import io.castellan.server.zk.tree.TreeRules;
import io.castellan.server.zk.tree.ZnodeTree;
import io.castellan.server.zk.txn.PlannerSettings;
import io.castellan.server.zk.txn.TxnPlanner;
import io.castellan.zk.protocol.jute.JuteLimits;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper server, alone or a member of an ensemble: opens the data directories, replays the
 * log, and serves clients until it is closed. Started and closed by one thread, which may be two in
 * turn.
 */
public final class ZooKeeperServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperServer.class);

  /** A server alone has no number of its own; its sessions carry this one, as a stock server's. */
  private static final long SERVER_ID = 1;

  private static final int LANE_CAPACITY = 1 << 20;
  private static final int KIB = 1024;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private @Nullable ZkListener listener;
  private @Nullable Administration administration;
  private @Nullable AuditLog audit;

  private ZooKeeperServer() {}

  /**
   * Start a server; on return it answers.
   *
   * @param transport carries its connections; stays open when the server closes
   * @param onFailure told that the server can no longer keep its promises, because its disk failed
   *     or an invariant broke; it answers nobody any more, and the process should end
   * @throws IOException when the port cannot be had
   * @throws io.castellan.server.storage.StorageException when the data cannot be read or written
   */
  public static ZooKeeperServer start(
      ZooCfg config, Transport transport, Clock clock, BiConsumer<Lane, Throwable> onFailure)
      throws IOException {
    ZooKeeperServer server = new ZooKeeperServer();
    try {
      server.open(config, transport, clock, onFailure);
      server.tellAudit(true);
      return server;
    } catch (IOException | RuntimeException e) {
      server.tellAudit(false);
      server.closeParts();
      throw e;
    }
  }

  private void open(
      ZooCfg config, Transport transport, Clock clock, BiConsumer<Lane, Throwable> onFailure)
      throws IOException {
    openAudit(config.audit(), clock, onFailure);
    ZooKeeperMetrics metrics = new ZooKeeperMetrics();
    ClientSasl sasl = ClientSasl.open(config.auth());
    var disk = config.disk();
    ZooNodeKinds kinds = config.nodeKinds();
    TreeRules rules = new TreeRules(disk.digest(), kinds.timeToLive(), kinds.timeToLiveOf353());
    ZnodeTree tree = new ZnodeTree(rules);
    DataDirectories directories = opened(DataDirectories.open(disk, clock, metrics));
    ZooEnsemble others = config.ensemble();
    CommittedLog committedLog = new CommittedLog(others == null ? 0 : others.commitLogCount());
    if (others == null) {
      directories.recover(tree);
      tree.deleteOrphans();
    } else {
      directories.recover(tree, committedLog::add);
    }

    Lane snapshotLane = lane("zk-snapshot", clock, onFailure);
    Lane logLane = lane("zk-txnlog", clock, onFailure);
    Lane lane = lane("zk-ensemble", clock, onFailure);
    Lane adminLane = lane("zk-admin", clock, onFailure);

    SessionTracker sessions = new SessionTracker(config.sessions().tickTimeMs());
    AclRules acls = new AclRules(config.auth().skipAcl(), Schemes.of(config.auth()));
    PlannerSettings planning =
        new PlannerSettings(
            disk.closeSessionTxn(),
            config.writes().reconfigEnabled(),
            config.writes().enforceQuota());
    TxnPlanner planner =
        new TxnPlanner(acls, session -> Ensemble.check(sessions, session), planning);
    Snapshots snapshots = new Snapshots(snapshotLane, directories::writeSnapshot, metrics.store());
    Closed closed = new Closed();
    Ensemble ensemble =
        new Ensemble(
            lane,
            logLane,
            tree,
            sessions,
            new Standalone(planner, tree, new TrackedSessions(sessions, clock)),
            directories.log(),
            new SnapshotTrigger(
                disk.snapCount(),
                disk.snapSizeLimitKib() * KIB,
                limit -> ThreadLocalRandom.current().nextLong(limit)),
            snapshots,
            closed,
            metrics);
    Clients clients =
        new Clients(
            ensemble,
            clientSettings(config, acls),
            new SessionIds(others == null ? SERVER_ID : others.own().id(), clock.wallClockMs()));
    closed.clients = clients;
    closed.audit = audit;
    if (audit != null) {
      clients.audit(audit);
    }

    Member member = null;
    if (others == null) {
      snapshots.take(ensemble.snapshotImage());
    } else {
      member =
          opened(
              new Member(
                  ensemble,
                  snapshotLane,
                  MemberConfig.of(config, others),
                  directories.memberStore(),
                  committedLog,
                  check -> new TxnPlanner(acls, check, planning),
                  clients::dropAll,
                  opened(Transport.open("zk-quorum", 1))));
    }
    lane.execute(ensemble::start);
    ReapSettings reaping =
        new ReapSettings(kinds.checkIntervalMs(), kinds.maxPerMinute(), kinds.maxNeverUsedMs());
    lane.execute(new Reaper(ensemble, reaping)::start);
    directories.schedulePurge(snapshotLane, config.purge());
    AdminRooms admin =
        AdminRooms.of(
            adminLane,
            clients,
            ensemble,
            snapshots,
            metrics,
            summary(config, others == null ? 0 : others.own().id(), directories));
    Administration administration = opened(new Administration(admin, transport));
    administration.watchPauses(config.monitoring(), clock, onFailure);
    adminLane.start();
    snapshotLane.start();
    logLane.start();
    lane.start();
    if (member != null && others != null) {
      member.open(others.listenOnAllInterfaces(), others.bindRetries());
      lane.execute(member::start);
    }
    listen(config, transport, admin, sasl);
    administration.openHttp(config, acls, directories, () -> new ZnodeTree(rules));
    administration.openPrometheus(config.monitoring());
    opened(
            new JmxBeans(
                adminLane, admin, config.limits(), others == null ? null : others.own().id()))
        .start();
    this.administration = administration;
  }

  /** First, to be closed last, when nobody has anything to tell it any more. */
  private void openAudit(ZooAudit config, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    if (config.enabled()) {
      Lane writer = lane("zk-audit", clock, onFailure);
      audit = new AuditLog(writer, System.getProperty("user.name", ""));
      writer.start();
    }
  }

  private void tellAudit(boolean started) {
    if (audit != null) {
      audit.onStart(started);
    }
  }

  private void listen(ZooCfg config, Transport transport, AdminRooms admin, ClientSasl sasl)
      throws IOException {
    Clients clients = admin.clients();
    Ensemble ensemble = admin.ensemble();
    ZooLimits limits = config.limits();
    FlowControl flow = new FlowControl(clients.outstanding(), limits.maxOutstanding());
    ConcurrentMap<EventLoop, PacedExecutor> pushes = new ConcurrentHashMap<>();
    ensemble
        .lane()
        .execute(
            () -> {
              ensemble.lane().onDrained(flow::onDrained);
              ensemble.lane().onDrained(() -> pushes.values().forEach(PacedExecutor::release));
            });
    InetSocketAddress address =
        config.listener().host().isEmpty()
            ? new InetSocketAddress(config.listener().port())
            : new InetSocketAddress(config.listener().host(), config.listener().port());
    WordsOverTcp words = new WordsOverTcp();
    ServerRooms rooms =
        new ServerRooms(
            ensemble.lane(),
            clients,
            pushes,
            new RequestTable(),
            words,
            new ConnectionLimits(limits.maxConnectionsPerIp(), limits.maxConnections()),
            flow,
            admin.metrics().connections(),
            sasl,
            JuteLimits.maxLengthBytes(limits.maxRequestBytes(), limits.maxRecordExtraBytes()),
            limits.sessionlessTimeoutMs());
    int backlog = config.listener().backlog();
    Listener.Settings socket =
        new Listener.Settings(
            backlog > 0 ? backlog : Listener.Settings.DEFAULT.backlog(),
            -1,
            -1,
            config.listener().tcpKeepAlive());
    words.serve(new FourLetterWords(admin, config.fourLetterWords()));
    listener = opened(ZkListener.bind(transport, address, socket, limits.maxRequestBytes(), rooms));
    log.info(
        "zookeeper serving address={} zxid=0x{} nodes={} sessions={}",
        listener.address(),
        Long.toHexString(ensemble.tree().lastZxid()),
        ensemble.tree().image().count(),
        ensemble.tree().sessions().size());
  }

  private static ConfigSummary summary(ZooCfg config, long serverId, DataDirectories directories) {
    return new ConfigSummary(
        config.listener().port(),
        directories.snapshotDirectory(),
        directories.logDirectory(),
        config.sessions().tickTimeMs(),
        config.limits().maxConnectionsPerIp(),
        config.sessions().minTimeoutMs(),
        config.sessions().maxTimeoutMs(),
        config.listener().backlog(),
        serverId,
        config.text());
  }

  private static ClientSettings clientSettings(ZooCfg config, AclRules acls) {
    ZooAuth.Required required = config.auth().required();
    return new ClientSettings(
        config.sessions().minTimeoutMs(),
        config.sessions().maxTimeoutMs(),
        config.limits().sessionlessTimeoutMs(),
        acls,
        required.enabled() ? required.schemes() : List.of(),
        config.limits().throttle());
  }

  private Lane lane(String name, Clock clock, BiConsumer<Lane, Throwable> onFailure) {
    return opened(new Lane(name, LANE_CAPACITY, clock, onFailure));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Where clients connect over TCP, with the port that was chosen. */
  public InetSocketAddress address() {
    return bound().address();
  }

  /** Where clients of this process connect over Netty's local transport. */
  public LocalAddress localAddress() {
    return bound().localAddress();
  }

  /** Loops for clients of {@link #localAddress}; they end when the server closes. */
  public EventLoopGroup localEventLoops() {
    return bound().localEventLoops();
  }

  /** Where the admin server listens; null when there is none. */
  public @Nullable InetSocketAddress adminAddress() {
    return administration == null ? null : administration.httpAddress();
  }

  /** Where Prometheus' port is; null when there is none. */
  public @Nullable InetSocketAddress prometheusAddress() {
    return administration == null ? null : administration.prometheusAddress();
  }

  private ZkListener bound() {
    if (listener == null) {
      throw new IllegalStateException("zookeeper: not started");
    }
    return listener;
  }

  /**
   * Stop: no new requests, then the lanes in the order of the work, so that everything planned is
   * logged and forced, then the files.
   */
  @Override
  public void close() {
    if (audit != null) {
      audit.onStop();
    }
    closeParts();
  }

  private void closeParts() {
    // A start that is interrupted is closed as completely as one that fails otherwise.
    boolean interrupted = Thread.interrupted();
    boolean running = false;
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      if (running && !(part instanceof Lane)) {
        // A lane that hangs, in a write to a dead disk perhaps, still owns its files: closed under
        // it they might be another's by the time that it writes. The process takes them along.
        log.error("not closed, a lane still runs: {}", part.getClass().getSimpleName());
        continue;
      }
      try {
        part.close();
      } catch (Exception e) {
        log.error("could not close {}", part.getClass().getSimpleName(), e);
      }
      running |= part instanceof Lane lane && !lane.hasEnded();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells the clients of closed sessions; they come to be after the ensemble that it is told by.
   */
  private static final class Closed implements SessionEnd {
    private @Nullable Clients clients;
    private @Nullable AuditLog audit;

    @Override
    public void onSessionClosed(long sessionId, List<Change> changes) {
      if (audit != null) {
        audit.onSessionEnded(sessionId, changes);
      }
      if (clients != null) {
        clients.onSessionClosed(sessionId);
      }
    }
  }
}
