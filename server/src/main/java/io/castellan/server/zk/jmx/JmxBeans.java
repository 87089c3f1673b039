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

  private static final Logger log = LoggerFactory.getLogger(JmxBeans.class);

  private final Lane lane;
  private final AdminRooms rooms;
  private final ZooLimits limits;
  private final LaneView view;
  private final BeanNames names;
  private final Set<ObjectName> registered = new LinkedHashSet<>();
  private @Nullable MBeanServer server;
  private boolean closed;

  /**
   * @param lane the admin lane
   */
  public JmxBeans(Lane lane, AdminRooms rooms, ZooLimits limits) {
    this.lane = lane;
    this.rooms = rooms;
    this.limits = limits;
    this.view = new LaneView(rooms.lane());
    this.names = BeanNames.standalone(rooms.config().clientPort());
  }

  /** Begin to look for an MBean server. For any thread. */
  public void start() {
    lane.execute(this::look);
  }

  private void look() {
    if (closed) {
      return;
    }
    if (MBeanServerFactory.findMBeanServer(null).isEmpty()) {
      lane.schedule(LOOK_MS, this::look);
      return;
    }
    server = ManagementFactory.getPlatformMBeanServer();
    register(names.server(), ServerBean.of(rooms, limits, view));
    register(names.tree(), TreeBean.of(rooms, view));
    log.info("jmx beans registered name={}", names.server());
    rooms.lane().execute(this::follow);
  }

  /** From here on no connection is missed. On the ensemble lane. */
  private void follow() {
    rooms
        .clients()
        .follow(
            new Attachments() {
              @Override
              public void onAttached(Client client, Session session) {
                lane.execute(
                    () ->
                        register(
                            names.connection(client.peer(), session.id()),
                            ConnectionBean.of(rooms, client, session, view)));
              }

              @Override
              public void onDetached(Client client, Session session) {
                lane.execute(() -> unregister(names.connection(client.peer(), session.id())));
              }
            });
  }

  private void register(ObjectName name, Bean bean) {
    MBeanServer platform = server;
    if (platform == null || closed) {
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
