package io.castellan.server.kafka.metrics;

import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.ClientCensus;
import io.castellan.server.kafka.TopicPartition;
import io.castellan.server.kafka.handler.Traffic;
import io.castellan.server.kafka.partition.Cleaner;
import io.castellan.server.kafka.partition.LogDirectories;
import io.castellan.server.kafka.partition.PartitionProxy;
import io.castellan.server.kafka.partition.PartitionTable;
import io.castellan.server.metrics.JvmMetrics;
import io.castellan.server.metrics.PrometheusText;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All that the broker tells, as a text. Any thread; nothing is asked that somebody owns. */
public final class BrokerMetrics {
  private static final String TOPICS = "kafka_server_brokertopicmetrics_";
  private static final String REPLICAS = "kafka_server_replicamanager_";
  private static final String LOG = "kafka_log_log_";

  private final ApiTable table;
  private final ClientCensus clients;
  private final Traffic traffic;
  private final PartitionTable partitions;
  private final LogDirectories directories;
  private final @Nullable Cleaner cleaner;
  private final BooleanSupplier isController;

  /**
   * @param cleaner null where logs are not compacted
   */
  public BrokerMetrics(
      ApiTable table,
      ClientCensus clients,
      Traffic traffic,
      PartitionTable partitions,
      LogDirectories directories,
      @Nullable Cleaner cleaner,
      BooleanSupplier isController) {
    this.table = table;
    this.clients = clients;
    this.traffic = traffic;
    this.partitions = partitions;
    this.directories = directories;
    this.cleaner = cleaner;
    this.isController = isController;
  }

  /** Everything by now, in Prometheus' text. */
  public String text() {
    PrometheusText text = new PrometheusText();
    addTraffic(text);
    addRequests(text);
    addClients(text);
    addLogs(text, partitions.all().toList());
    addCleaner(text);
    gauge(
        text,
        "kafka_controller_kafkacontroller_activecontrollercount",
        "1 on the broker that is the controller",
        isController.getAsBoolean() ? 1 : 0);
    JvmMetrics.addTo(text);
    return text.toString();
  }

  private void addTraffic(PrometheusText text) {
    counter(text, TOPICS + "messagesin_total", "records appended", traffic.messagesIn());
    counter(text, TOPICS + "bytesin_total", "bytes of batches appended", traffic.bytesIn());
    counter(text, TOPICS + "bytesout_total", "bytes of batches sent", traffic.bytesOut());
    counter(text, TOPICS + "bytesrejected_total", "bytes refused", traffic.bytesRejected());
    counter(
        text,
        TOPICS + "failedproducerequests_total",
        "partitions of produce requests that failed",
        traffic.failedProduces());
    counter(
        text,
        TOPICS + "failedfetchrequests_total",
        "partitions of fetch requests that failed",
        traffic.failedFetches());
  }

  private void addRequests(PrometheusText text) {
    text.counter(
        "kafka_network_requestmetrics_requests_total",
        "requests by API and version",
        samples -> {
          for (ApiTable.Served served : table.served()) {
            for (int version = served.minVersion(); version <= served.maxVersion(); version++) {
              long count = served.count(version);
              if (count > 0) {
                samples.accept(
                    PrometheusText.label("request", served.api().displayName())
                        + PrometheusText.label("version", String.valueOf(version)),
                    (double) count);
              }
            }
          }
        });
  }

  private void addClients(PrometheusText text) {
    text.gauge(
        "kafka_server_socket_server_metrics_connections",
        "open connections by what their clients run on; a version that begins with ~ is a guess",
        samples ->
            clients.forEach(
                (kind, count) ->
                    samples.accept(
                        PrometheusText.label("clientSoftwareName", kind.software().name())
                            + PrometheusText.label(
                                "clientSoftwareVersion", kind.software().version())
                            + PrometheusText.label("listener", kind.listener()),
                        count)));
  }

  private void addLogs(PrometheusText text, List<PartitionProxy> all) {
    gauge(text, REPLICAS + "partitioncount", "replicas on this broker", all.size());
    gauge(
        text,
        REPLICAS + "leadercount",
        "partitions that this broker leads",
        all.stream().filter(partition -> partition.role().leads()).count());
    gauge(
        text,
        "kafka_log_logmanager_offlinelogdirectorycount",
        "log directories that have failed",
        directories.offline().size());
    each(text, LOG + "size", "bytes of a log", all, p -> p.view().sizeInBytes());
    each(text, LOG + "numlogsegments", "segments of a log", all, p -> p.view().segmentCount());
    each(text, LOG + "logstartoffset", "its first offset", all, p -> p.view().logStartOffset());
    each(text, LOG + "logendoffset", "its next offset", all, p -> p.view().logEndOffset());
    each(
        text,
        "kafka_cluster_partition_laststableoffsetlag",
        "records that read-committed consumers wait for",
        all,
        p -> p.view().highWatermark() - p.view().lastStableOffset());
  }

  private static void each(
      PrometheusText text,
      String name,
      String help,
      List<PartitionProxy> all,
      ToLongFunction<PartitionProxy> value) {
    text.gauge(
        name,
        help,
        samples -> {
          for (PartitionProxy partition : all) {
            TopicPartition place = partition.topicPartition();
            samples.accept(
                PrometheusText.label("topic", place.topic())
                    + PrometheusText.label("partition", String.valueOf(place.partition())),
                (double) value.applyAsLong(partition));
          }
        });
  }

  private void addCleaner(PrometheusText text) {
    if (cleaner == null) {
      return;
    }
    cleaned(text, "kafka_log_logcleaner_runs_total", "compactions done", Cleaner::runCount);
    cleaned(
        text,
        "kafka_log_logcleaner_bytes_total",
        "bytes that compaction has read and written",
        Cleaner::movedBytes);
    gauge(
        text,
        "kafka_log_logcleanermanager_uncleanable_partitions_count",
        "logs that cannot be compacted, see the log for why",
        cleaner.uncleanableCount());
    gauge(
        text,
        "kafka_log_logcleanermanager_time_since_last_run_ms",
        "since a log was last compacted, or looked for",
        cleaner.sinceLastRunMs());
  }

  private void cleaned(
      PrometheusText text, String name, String help, ToLongFunction<Cleaner> value) {
    Cleaner asked = cleaner;
    if (asked != null) {
      counter(text, name, help, value.applyAsLong(asked));
    }
  }

  private static void counter(PrometheusText text, String name, String help, long value) {
    text.counter(name, help, samples -> samples.accept("", (double) value));
  }

  private static void gauge(PrometheusText text, String name, String help, long value) {
    text.gauge(name, help, samples -> samples.accept("", (double) value));
  }
}
