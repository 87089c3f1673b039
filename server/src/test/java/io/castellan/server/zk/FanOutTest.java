package io.castellan.server.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.message.Connect;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanOutTest {
  private static final int WATCHERS = 10_000;
  private static final int PERSISTENT = 0;

  /** What other tests and the JVM keep open. */
  private static final int SPARE_DESCRIPTORS = 500;

  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A stall that is the server's is there each time. */
  private static final int ROUNDS = 4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir private Path directory;

  @Test
  void tellsTenThousandWatchersOfAChangeWithoutStallingOthers() throws Exception {
    int count = Math.min(WATCHERS, freeDescriptors() / 2);
    List<RawClient> watchers = new ArrayList<>();
    try (TestServer server = TestServer.start(directory, Map.of("maxSessionTimeout", "60000"))) {
      ZooKeeper other = server.client();
      ZooKeeper reader = server.client();
      try {
        other.create("/crowd", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int i = 0; i < count; i++) {
          watchers.add(watching(server.raw()));
        }
        for (RawClient watcher : watchers) {
          watcher.receiveConnected();
          assertEquals(1, watcher.receive().header().xid());
        }
        long shortest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && shortest > STALL_NANOS; round++) {
          shortest = Math.min(shortest, longestReadDuring(watchers, other, reader));
        }
        assertTrue(
            shortest <= STALL_NANOS,
            "the longest of the other client's reads, at best: " + shortest / 1000 + " us");
      } finally {
        reader.close();
        other.close();
      }
    } finally {
      for (RawClient watcher : watchers) {
        watcher.close();
      }
    }
  }

  private static RawClient watching(RawClient watcher) throws Exception {
    watcher.send(new Connect.Request(0, 0, 60_000, 0, new byte[16], false)::write);
    watcher.send(
        1,
        OpCode.ADD_WATCH,
        writer -> {
          writer.writeString("/crowd");
          writer.writeInt(PERSISTENT);
        });
    return watcher;
  }

  /**
   * The longest time that one of the server's threads worked while a read waited: processor time,
   * since how long it takes on a machine that does other things too says nothing of the server.
   */
  private static long longestReadDuring(List<RawClient> watchers, ZooKeeper other, ZooKeeper reader)
      throws Exception {
    AtomicLong longest = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    long[] threads = serverThreads();
    Thread reads =
        new Thread(
            () -> {
              while (!over.get()) {
                long[] before = cpuNanos(threads);
                try {
                  reader.getData("/crowd", false, null);
                } catch (Exception e) {
                  longest.set(Long.MAX_VALUE);
                  return;
                }
                longest.accumulateAndGet(busiest(before, cpuNanos(threads)), Math::max);
              }
            },
            "reads");
    reads.start();
    other.setData("/crowd", new byte[10], -1);
    for (RawClient watcher : watchers) {
      assertEquals("3 /crowd", watcher.receive().event());
    }
    over.set(true);
    reads.join();
    return longest.get();
  }

  private static long[] serverThreads() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().matches("(test-io|zk)-.*"))
        .mapToLong(ThreadInfo::getThreadId)
        .toArray();
  }

  private static long[] cpuNanos(long[] threads) {
    return Arrays.stream(threads).map(THREADS::getThreadCpuTime).toArray();
  }

  private static long busiest(long[] before, long[] after) {
    long most = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, after[i] - before[i]);
    }
    return most;
  }

  private static int freeDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int)
            Math.min(
                Integer.MAX_VALUE,
                unix.getMaxFileDescriptorCount()
                    - unix.getOpenFileDescriptorCount()
                    - SPARE_DESCRIPTORS)
        : 2 * WATCHERS;
  }
}
