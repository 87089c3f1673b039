package io.castellan.compat.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One tool inside the {@link ToolHost}, from its main method to its end, as a JVM of its own would
 * see it through: main returns and the last non-daemon thread ends, or some thread exits; then the
 * shutdown hooks run.
 *
 * <p>A tool is known by the thread group in which its threads run. The class loader's parent is the
 * JDK's: neither this class nor anything of the project is visible to the tool.
 */
final class Invocation {
  private static final long HOOK_LIMIT_MS = 10_000;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ToolRequest request;
  private final URL[] jars;
  private final Group group = new Group(this);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private final CountDownLatch exited = new CountDownLatch(1);
  private volatile int status;
  private volatile boolean over;

  Invocation(ToolRequest request, URL[] jars) {
    this.request = request;
    this.jars = jars;
  }

  /** The tool that the calling thread belongs to, or null for the host's own threads. */
  static @Nullable Invocation current() {
    for (ThreadGroup g = Thread.currentThread().getThreadGroup(); g != null; g = g.getParent()) {
      if (g instanceof Group group) {
        return group.owner;
      }
    }
    return null;
  }

  ToolRun run() throws IOException {
    Set<Thread> hooksBefore = new HashSet<>(hooks().keySet());
    System.setIn(new Lines(request.input().iterator()));
    try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      Thread main = new Thread(group, () -> main(loader), "main");
      main.setContextClassLoader(loader);
      main.start();
      boolean ended = awaitEnd();
      if (ended) {
        runHooks(hooksBefore);
      } else {
        written(true, threads().getBytes(StandardCharsets.UTF_8));
      }
      over = true;
      hooks().keySet().retainAll(hooksBefore);
      group.interrupt();
      return new ToolRun(ended ? status : ToolRun.HUNG, text(out), text(err), text(events));
    }
  }

  private void main(ClassLoader loader) {
    try {
      Class<?> tool = Class.forName(request.mainClass(), true, loader);
      tool.getMethod("main", String[].class)
          .invoke(null, (Object) request.arguments().toArray(String[]::new));
    } catch (InvocationTargetException e) {
      failed(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    if (!over) {
      System.err.print("Exception in thread \"main\" ");
      e.printStackTrace();
      status = 1;
    }
  }

  /** Called where the JVM would end; like the real exit, it does not return to its caller. */
  void exit(int code) {
    synchronized (this) {
      if (exited.getCount() > 0) {
        status = code;
        exited.countDown();
      }
    }
    while (!over) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new ThreadDeath();
  }

  void written(boolean error, byte[] bytes, int offset, int length) {
    if (!over) {
      boolean event = Thread.currentThread().getName().endsWith("-EventThread");
      ByteArrayOutputStream stream = event ? events : error && !request.echo() ? err : out;
      stream.write(bytes, offset, length);
    }
  }

  private void written(boolean error, byte[] bytes) {
    written(error, bytes, 0, bytes.length);
  }

  private boolean awaitEnd() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.limitMs());
    while (exited.getCount() > 0 && nonDaemons() > 0) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  private int nonDaemons() {
    int count = 0;
    for (Thread thread : members()) {
      count += thread.isDaemon() ? 0 : 1;
    }
    return count;
  }

  private List<Thread> members() {
    Thread[] threads = new Thread[group.activeCount() + 16];
    return Arrays.asList(Arrays.copyOf(threads, group.enumerate(threads)));
  }

  private void runHooks(Set<Thread> before) {
    List<Thread> own = new ArrayList<>(hooks().keySet());
    own.removeAll(before);
    own.forEach(Thread::start);
    for (Thread hook : own) {
      try {
        hook.join(HOOK_LIMIT_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String threads() {
    StringBuilder dump = new StringBuilder("hung after " + request.limitMs() + " ms:\n");
    for (Thread thread : members()) {
      dump.append(thread.getName()).append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        dump.append("    at ").append(frame).append('\n');
      }
    }
    return dump.toString();
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /** The JVM's own table of shutdown hooks; the host's JVM is started with this field opened. */
  @SuppressWarnings("unchecked") // The field's declared type, which reflection cannot tell.
  private static Map<Thread, Thread> hooks() {
    try {
      var field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      field.setAccessible(true);
      return (Map<Thread, Thread>) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no access to the shutdown hooks", e);
    }
  }

  /** Marks the threads of one tool. */
  private static final class Group extends ThreadGroup {
    private final Invocation owner;

    Group(Invocation owner) {
      super("tool");
      this.owner = owner;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {
      if (!owner.over && !(e instanceof ThreadDeath)) {
        super.uncaughtException(thread, e);
      }
    }
  }

  /**
   * A standard input that gives one line per read: a reader that asks for the next has done with
   * the one before.
   */
  private final class Lines extends InputStream {
    private final Iterator<String> lines;
    private byte[] line = {};
    private int position;

    Lines(Iterator<String> lines) {
      this.lines = lines;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position == line.length) {
        if (!lines.hasNext()) {
          return -1;
        }
        line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
        if (request.echo()) {
          written(false, "> ".getBytes(StandardCharsets.UTF_8));
          written(false, line);
        }
      }
      int count = Math.min(length, line.length - position);
      System.arraycopy(line, position, bytes, offset, count);
      position += count;
      return count;
    }
  }
}
