package io.castellan.server.zk.jmx;

import io.castellan.server.config.ZooLimits;
import io.castellan.server.lane.Lane;
import io.castellan.server.zk.admin.AdminRooms;
import io.castellan.server.zk.request.Attachments;
import io.castellan.server.zk.request.Client;
import io.castellan.server.zk.session.Session;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the beans of a server once there is an MBean server, and then those of connections as
 * they come and go. Owned by the admin lane.
 */
public final class JmxBeans implements AutoCloseable {
  /** A client that attaches needs longer until it can ask. */
  private static final long LOOK_MS = 200;

  /** The role of one that serves nobody. */
  private static final String LOOKING = "looking";

  private static final Logger log = LoggerFactory.getLogger(JmxBeans.class);

  private final Lane lane;
  private final AdminRooms rooms;
  private final ZooLimits limits;
  private final LaneView view;
  private final @Nullable Long memberId;
  private final Set<ObjectName> registered = new LinkedHashSet<>();
  private @Nullable MBeanServer server;
  private @Nullable BeanNames names;
  private String role = "";
  private boolean closed;

  /**
   * @param lane the admin lane, where the rooms' background is too
   * @param memberId this server's number in its ensemble; null for a server alone
   */
  public JmxBeans(Lane lane, AdminRooms rooms, ZooLimits limits, @Nullable Long memberId) {
    this.lane = lane;
    this.rooms = rooms;
    this.limits = limits;
    this.view = new LaneView(rooms.lane());
    this.memberId = memberId;
  }

  /** Begin to look for an MBean server. For any thread. */
  public void start() {
    lane.execute(this::look);
  }

  private void look() {
    if (closed) {
      return;
    }
    if (server == null && MBeanServerFactory.findMBeanServer(null).isEmpty()) {
      lane.schedule(LOOK_MS, this::look);
    } else {
      rooms.look(() -> rooms.ensemble().role().mode(), this::onRole);
    }
  }

  /** There is an MBean server, and this is what we are to our ensemble by now. */
  private void onRole(String now) {
    if (closed) {
      return;
    }
    server = ManagementFactory.getPlatformMBeanServer();
    if (!now.equals(role)) {
      role = now;
      List.copyOf(registered).forEach(this::unregister);
      names = namesAs(now);
      registerServer();
    }
    if (memberId != null) {
      lane.schedule(LOOK_MS, this::look); // it may be another by then
    }
  }

  private @Nullable BeanNames namesAs(String now) {
    if (memberId == null) {
      return BeanNames.standalone(rooms.config().clientPort());
    }
    return now.equals(LOOKING) ? null : BeanNames.member(memberId, now);
  }

  private void registerServer() {
    if (names != null) {
      register(names.server(), ServerBean.of(rooms, limits, view));
      register(names.tree(), TreeBean.of(rooms, view));
      log.info("jmx beans registered name={}", names.server());
      rooms.lane().execute(this::follow);
    }
  }

  /** From here on no connection is missed. On the ensemble lane. */
  private void follow() {
    rooms
        .clients()
        .follow(
            new Attachments() {
              @Override
              public void onAttached(Client client, Session session) {
                lane.execute(() -> registerConnection(client, session));
              }

              @Override
              public void onDetached(Client client, Session session) {
                lane.execute(() -> unregisterConnection(client, session));
              }
            });
  }

  private void registerConnection(Client client, Session session) {
    if (names != null) {
      register(
          names.connection(client.peer(), session.id()),
          ConnectionBean.of(rooms, client, session, view));
    }
  }

  private void unregisterConnection(Client client, Session session) {
    if (names != null) {
      unregister(names.connection(client.peer(), session.id()));
    }
  }

  private void register(ObjectName name, Bean bean) {
    MBeanServer platform = server;
    if (platform == null || closed || registered.contains(name)) {
      return;
    }
    try {
      platform.registerMBean(bean, name);
      registered.add(name);
    } catch (JMException e) {
      log.warn("jmx bean could not be registered name={}: {}", name, e.toString());
    }
  }

  private void unregister(ObjectName name) {
    MBeanServer platform = server;
    if (platform == null || !registered.remove(name)) {
      return;
    }
    try {
      platform.unregisterMBean(name);
    } catch (InstanceNotFoundException gone) {
      log.debug("jmx bean was gone already name={}", name);
    } catch (JMException e) {
      log.warn("jmx bean could not be unregistered name={}: {}", name, e.toString());
    }
  }

  /** Take the beans away. By the thread that closes the server, while the lane still runs. */
  @Override
  public void close() {
    lane.execute(
        () -> {
          closed = true;
          List.copyOf(registered).forEach(this::unregister);
        });
  }
}
