package io.castellan.compat.zk;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The metrics that a stock server tells and ours does not, by name, each with its reason. */
final class UntoldMetrics {
  private static final String ENSEMBLE = "belongs to members of an ensemble";
  private static final String COMMIT_PROCESSOR = "the commit processor is in ensembles only";
  private static final String TLS = "belongs to TLS on the client or quorum port";
  private static final String WATCH_CLEANER = "belongs to stock's optimised watch manager";
  private static final String CACHE = "answers are encoded anew, there is no cache of them";

  private static final Map<String, String> REASONS = new TreeMap<>();

  static {
    untold(
        ENSEMBLE,
        "commit_count",
        "commit_process_time",
        "commit_propagation_latency",
        "connection_revalidate_count",
        "diff_count",
        "election_time",
        "ensemble_auth_fail",
        "ensemble_auth_skip",
        "ensemble_auth_success",
        "follower_sync_time",
        "inflight_diff_count",
        "inflight_snap_count",
        "leader_unavailable_time",
        "learner_commit_received_count",
        "learner_proposal_received_count",
        "learner_request_processor_queue_size",
        "looking_count",
        "observer_sync_time",
        "om_commit_process_time_ms",
        "om_proposal_process_time_ms",
        "proposal_ack_creation_latency",
        "proposal_count",
        "proposal_latency",
        "quit_leading_due_to_disloyal_voter",
        "quorum_ack_latency",
        "revalidate_count",
        "skip_learner_request_to_next_processor_count",
        "snap_count",
        "socket_closing_time",
        "unavailable_time");
    untold(
        COMMIT_PROCESSOR,
        "commit_commit_proc_req_queued",
        "concurrent_request_processing_in_commit_processor",
        "local_write_committed_time_ms",
        "pending_session_queue_size",
        "read_commit_proc_issued",
        "read_commit_proc_req_queued",
        "read_commitproc_time_ms",
        "read_final_proc_time_ms",
        "reads_after_write_in_session_queue",
        "reads_issued_from_session_queue",
        "request_commit_queued",
        "requests_in_session_queue",
        "requests_not_forwarded_to_commit_processor",
        "server_write_committed_time_ms",
        "session_queues_drained",
        "time_waiting_empty_pool_in_commit_processor_read_ms",
        "write_batch_time_in_commit_processor",
        "write_commit_proc_issued",
        "write_commit_proc_req_queued",
        "write_commitproc_time_ms",
        "write_final_proc_time_ms");
    untold(
        TLS,
        "insecure_admin_count",
        "non_mtls_local_conn_count",
        "non_mtls_remote_conn_count",
        "outstanding_tls_handshake",
        "tls_handshake_exceeded",
        "unsuccessful_handshake");
    untold(
        WATCH_CLEANER,
        "add_dead_watcher_stall_time",
        "dead_watchers_cleaned_latency",
        "dead_watchers_cleaner_latency",
        "dead_watchers_cleared",
        "dead_watchers_queued");
    untold(
        CACHE,
        "response_packet_cache_hits",
        "response_packet_cache_misses",
        "response_packet_get_children_cache_hits",
        "response_packet_get_children_cache_misses");
    untold("belongs to stock's Netty factory", "netty_queued_buffer_capacity");
    untold("the process ends with the first one", "unrecoverable_error_count");
    untold("the port opens when the server can answer", "cnxn_closed_without_zk_server_running");
    untold("what is on its way is bounded in bytes for all", "large_requests_rejected");
    untold("the hand-over to the log is part of prep_process_time", "proposal_process_time");
    untold("told only where jvm.pause.monitor measures it", "jvm_pause_time_ms");
  }

  private UntoldMetrics() {}

  private static void untold(String reason, String... names) {
    for (String name : names) {
      REASONS.put(name, reason);
    }
  }

  /** Why a metric is not told; null when it should be. */
  static @Nullable String reason(String metric) {
    return REASONS.get(metric);
  }

  /** The metric that a name of {@code mntr} belongs to. */
  static String metricOf(String name) {
    return name.replaceFirst("^zk_", "")
        .replaceFirst("^(avg|min|max|cnt|sum|p50|p95|p99|p999)_(?!(latency|client|file))", "");
  }
}
