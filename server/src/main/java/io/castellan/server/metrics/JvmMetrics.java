package io.castellan.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus is told of the JVM and its process, under the names that its Java client has
 * given them and that dashboards read. Stateless.
 */
public final class JvmMetrics {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final int BYTES_PER_KIB = 1024;

  private JvmMetrics() {}

  /** Adds them. Takes some milliseconds. */
  public static void addTo(PrometheusText text) {
    addMemory(text);
    addBufferPools(text);
    addCollectors(text);
    addClasses(text);
    addThreads(text);
    addProcess(text);
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    String version =
        PrometheusText.label("version", System.getProperty("java.runtime.version", "unknown"))
            + PrometheusText.label("vendor", runtime.getVmVendor())
            + PrometheusText.label("runtime", System.getProperty("java.runtime.name", "unknown"));
    text.gauge("jvm_info", "Which JVM this is.", samples -> samples.accept(version, 1));
  }

  private static void addMemory(PrometheusText text) {
    Map<String, MemoryUsage> areas = new LinkedHashMap<>();
    var memory = ManagementFactory.getMemoryMXBean();
    areas.put(PrometheusText.label("area", "heap"), memory.getHeapMemoryUsage());
    areas.put(PrometheusText.label("area", "nonheap"), memory.getNonHeapMemoryUsage());
    addUsage(text, "jvm_memory_bytes", "an area of memory", areas);
    Map<String, MemoryUsage> pools = new LinkedHashMap<>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      pools.put(PrometheusText.label("pool", pool.getName()), pool.getUsage());
    }
    addUsage(text, "jvm_memory_pool_bytes", "a pool of memory", pools);
  }

  private static void addUsage(
      PrometheusText text, String name, String of, Map<String, MemoryUsage> usages) {
    addEach(text, name + "_used", "Bytes in use of " + of, usages, MemoryUsage::getUsed);
    addEach(
        text, name + "_committed", "Bytes reserved of " + of, usages, MemoryUsage::getCommitted);
    addEach(text, name + "_max", "Most bytes of " + of, usages, MemoryUsage::getMax);
    addEach(text, name + "_init", "First bytes of " + of, usages, MemoryUsage::getInit);
  }

  private static <T> void addEach(
      PrometheusText text,
      String name,
      String help,
      Map<String, T> byLabel,
      ToLongFunction<T> value) {
    text.gauge(
        name,
        help,
        samples ->
            byLabel.forEach((label, t) -> samples.accept(label, (double) value.applyAsLong(t))));
  }

  private static void addBufferPools(PrometheusText text) {
    Map<String, BufferPoolMXBean> pools = new LinkedHashMap<>();
    for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      pools.put(PrometheusText.label("pool", pool.getName()), pool);
    }
    String name = "jvm_buffer_pool_";
    addEach(text, name + "used_bytes", "Bytes in use", pools, BufferPoolMXBean::getMemoryUsed);
    addEach(text, name + "capacity_bytes", "Bytes", pools, BufferPoolMXBean::getTotalCapacity);
    addEach(text, name + "used_buffers", "Buffers in use", pools, BufferPoolMXBean::getCount);
  }

  private static void addCollectors(PrometheusText text) {
    Map<String, double[]> byCollector = new LinkedHashMap<>();
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      byCollector.put(
          PrometheusText.label("gc", gc.getName()),
          new double[] {gc.getCollectionCount(), gc.getCollectionTime() / MILLIS});
    }
    text.countAndSum("jvm_gc_collection_seconds", "Seconds of collecting garbage.", byCollector);
  }

  private static void addClasses(PrometheusText text) {
    var classes = ManagementFactory.getClassLoadingMXBean();
    gauge(text, "jvm_classes_loaded", "Classes there are.", classes.getLoadedClassCount());
    counter(
        text,
        "jvm_classes_loaded_total",
        "Classes loaded.",
        (double) classes.getTotalLoadedClassCount());
    counter(
        text,
        "jvm_classes_unloaded_total",
        "Classes gone.",
        (double) classes.getUnloadedClassCount());
  }

  private static void addThreads(PrometheusText text) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    gauge(text, "jvm_threads_current", "Threads there are.", threads.getThreadCount());
    gauge(text, "jvm_threads_daemon", "Daemon threads.", threads.getDaemonThreadCount());
    gauge(text, "jvm_threads_peak", "Most threads there were.", threads.getPeakThreadCount());
    counter(
        text,
        "jvm_threads_started_total",
        "Threads started.",
        (double) threads.getTotalStartedThreadCount());
    gauge(
        text,
        "jvm_threads_deadlocked",
        "Threads that wait for each other.",
        length(threads.findDeadlockedThreads()));
    gauge(
        text,
        "jvm_threads_deadlocked_monitor",
        "Threads that wait for each other's monitors.",
        length(threads.findMonitorDeadlockedThreads()));
    Map<Thread.State, Integer> byState = new EnumMap<>(Thread.State.class);
    for (Thread.State state : Thread.State.values()) {
      byState.put(state, 0);
    }
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      if (thread != null) { // ended meanwhile
        byState.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    text.gauge(
        "jvm_threads_state",
        "Threads by state.",
        samples ->
            byState.forEach(
                (state, count) ->
                    samples.accept(PrometheusText.label("state", state.name()), count)));
  }

  private static int length(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }

  private static void addProcess(PrometheusText text) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      counter(
          text,
          "process_cpu_seconds_total",
          "Processor seconds used.",
          unix.getProcessCpuTime() / NANOS);
      gauge(text, "process_open_fds", "Open files.", (double) unix.getOpenFileDescriptorCount());
      gauge(text, "process_max_fds", "Most open files.", (double) unix.getMaxFileDescriptorCount());
    }
    gauge(
        text,
        "process_start_time_seconds",
        "When the process started, seconds since 1970.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmSize:")) {
          gauge(text, "process_virtual_memory_bytes", "Bytes of addresses.", bytes(line));
        } else if (line.startsWith("VmRSS:")) {
          gauge(text, "process_resident_memory_bytes", "Bytes of memory.", bytes(line));
        }
      }
    } catch (IOException notLinux) {
      return; // the two are told where /proc is
    }
  }

  /** Of a line such as {@code VmRSS: 1234 kB}. */
  private static double bytes(String line) {
    List<String> words = List.of(line.trim().split("\\s+"));
    return Double.parseDouble(words.get(1)) * BYTES_PER_KIB;
  }

  private static void gauge(PrometheusText text, String name, String help, double value) {
    text.gauge(name, help, samples -> samples.accept("", value));
  }

  private static void counter(PrometheusText text, String name, String help, double value) {
    text.counter(name, help, samples -> samples.accept("", value));
  }
}
