package io.castellan.server.simulation;

/**
 * A machine on which one process runs, or none. What a process has scheduled dies with it: an
 * action belongs to the incarnation that scheduled it.
 */
public final class Host {
  private final Simulation simulation;
  private final int id;
  private final Program program;
  private int incarnation;
  private boolean up;
  private long skewMs;

  /** What a host runs. */
  public interface Program {
    /** The process has started; it finds what its disk has. */
    void onStart();

    /** The process is gone; its disk keeps what it keeps. */
    void onCrash();
  }

  /** A host that is down. */
  public Host(Simulation simulation, int id, Program program) {
    this.simulation = simulation;
    this.id = id;
    this.program = program;
  }

  /** Its number. */
  public int id() {
    return id;
  }

  /** Whether its process runs. */
  public boolean isUp() {
    return up;
  }

  /** Its clock, which may be off. */
  public long nowMs() {
    return simulation.nowMs() + skewMs;
  }

  /** Sets its clock back or forth. */
  public void skew(long ms) {
    skewMs = ms;
  }

  /** Starts its process, unless one runs. */
  public void start() {
    if (!up) {
      up = true;
      incarnation++;
      simulation.trace("host " + id + " starts");
      program.onStart();
    }
  }

  /** Ends its process, if one runs, wherever it is. */
  public void crash() {
    if (up) {
      up = false;
      incarnation++;
      simulation.trace("host " + id + " crashes");
      program.onCrash();
    }
  }

  /** Something that this process will do, if it lives to. */
  public void after(long delayMs, Runnable action) {
    int scheduledBy = incarnation;
    simulation.after(
        delayMs,
        () -> {
          if (up && incarnation == scheduledBy) {
            action.run();
          }
        });
  }
}
