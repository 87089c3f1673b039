package io.castellan.server.simulation;

import java.util.List;

/** Makes trouble for as long as it is let, at times of its own choice. */
public final class Nemesis {
  private static final long MOST_PAUSE_MS = 1500;

  private final Simulation simulation;
  private final List<Host> hosts;
  private final Links<?> links;
  private boolean over;

  /** Trouble for these hosts and the links between them. */
  public Nemesis(Simulation simulation, List<Host> hosts, Links<?> links) {
    this.simulation = simulation;
    this.hosts = hosts;
    this.links = links;
  }

  /** Begins. */
  public void start() {
    simulation.after(simulation.between(0, MOST_PAUSE_MS), this::strike);
  }

  /** Stops, mends all links, and starts all hosts. */
  public void end() {
    over = true;
    simulation.trace("all is well from now on");
    links.heal();
    links.faults(LinkFaults.NONE);
    hosts.forEach(Host::start);
  }

  private void strike() {
    if (over) {
      return;
    }
    Host host = hosts.get(simulation.random().nextInt(hosts.size()));
    Host other = hosts.get(simulation.random().nextInt(hosts.size()));
    switch (simulation.random().nextInt(7)) {
      case 0 -> host.crash();
      case 1 -> hosts.forEach(Host::start);
      case 2 -> host.start();
      case 3 -> cut(host, other);
      case 4 -> isolate(host);
      case 5 -> {
        simulation.trace("links are whole");
        links.heal();
      }
      default -> disturb();
    }
    start();
  }

  /** One way only: the other host is still heard. */
  private void cut(Host from, Host to) {
    simulation.trace("cut " + from.id() + " -> " + to.id());
    links.cut(from.id(), to.id());
  }

  private void isolate(Host host) {
    for (Host other : hosts) {
      if (other != host) {
        cut(host, other);
        cut(other, host);
      }
    }
  }

  private void disturb() {
    LinkFaults faults =
        new LinkFaults(
            0,
            simulation.between(0, 400),
            simulation.random().nextInt(3) * 0.1,
            simulation.random().nextInt(2) * 0.1,
            simulation.chance(0.8));
    simulation.trace("from now on " + faults);
    links.faults(faults);
  }
}
