package io.castellan.server.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What must be let go of when a connection closes: fetches that wait on behalf of nobody. Owned by
 * the connection's event loop.
 */
public final class CloseHooks {
  private final Set<Runnable> hooks = Collections.newSetFromMap(new IdentityHashMap<>(4));
  private boolean closed;

  /** Run a hook when the connection closes; at once if it has. */
  public void add(Runnable hook) {
    if (closed) {
      hook.run();
    } else {
      hooks.add(hook);
    }
  }

  /** Forget a hook that was added. */
  public void remove(Runnable hook) {
    hooks.remove(hook);
  }

  void onClosed() {
    closed = true;
    List<Runnable> all = new ArrayList<>(hooks);
    hooks.clear();
    all.forEach(Runnable::run);
  }
}
