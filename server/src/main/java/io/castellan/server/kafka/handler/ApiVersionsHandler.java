package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.ApiVersions;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.ClientSoftware;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import java.util.List;

/**
 * Says which APIs are served in which versions: exactly what the table holds.
 *
 * <p>Versions 0 to 5. 3: the client's software is named (KIP-511); a name or version of odd
 * characters is an {@code INVALID_REQUEST}. 5: the client says which cluster and broker it believes
 * to talk to, and learns by {@code REBOOTSTRAP_REQUIRED} when it is mistaken (KIP-1242). A version
 * above is answered by the connection itself, in version 0 with error 35.
 */
public final class ApiVersionsHandler
    implements Handler<ApiVersions.Request, ApiVersions.Response> {
  /** KIP-584: the version of the {@code /feature} node, which nobody has changed here. */
  private static final long FINALIZED_FEATURES_EPOCH = 0;

  private final ApiTable table;
  private final int brokerId;
  private final String clusterId;

  /**
   * @param table all that is served, this handler included
   * @param brokerId this broker
   * @param clusterId the cluster it belongs to
   */
  public ApiVersionsHandler(ApiTable table, int brokerId, String clusterId) {
    this.table = table;
    this.brokerId = brokerId;
    this.clusterId = clusterId;
  }

  @Override
  public ApiKey api() {
    return ApiKey.API_VERSIONS;
  }

  @Override
  public Class<ApiVersions.Request> requestType() {
    return ApiVersions.Request.class;
  }

  @Override
  public Class<ApiVersions.Response> responseType() {
    return ApiVersions.Response.class;
  }

  @Override
  public void handle(
      RequestContext context, ApiVersions.Request request, Answer<ApiVersions.Response> answer) {
    if (context.version() >= 3
        && !(isPlain(request.clientSoftwareName()) && isPlain(request.clientSoftwareVersion()))) {
      answer.send(response(ErrorCode.INVALID_REQUEST, List.of()));
    } else if (isMistaken(request)) {
      answer.send(response(ErrorCode.REBOOTSTRAP_REQUIRED, List.of()));
    } else {
      answer.send(response(ErrorCode.NONE, versions()));
    }
  }

  private static boolean isPlain(String text) {
    return ClientSoftware.PLAIN.matcher(text).matches();
  }

  private boolean isMistaken(ApiVersions.Request request) {
    String cluster = request.clusterId();
    return (cluster != null && !cluster.equals(clusterId))
        || (request.nodeId() != -1 && request.nodeId() != brokerId);
  }

  private List<ApiVersions.Response.ApiVersion> versions() {
    return table.served().stream()
        .map(
            served ->
                new ApiVersions.Response.ApiVersion(
                    served.api().id(), served.minVersion(), served.maxVersion()))
        .toList();
  }

  private static ApiVersions.Response response(
      ErrorCode error, List<ApiVersions.Response.ApiVersion> versions) {
    return new ApiVersions.Response(
        error.code(), versions, 0, List.of(), FINALIZED_FEATURES_EPOCH, List.of(), false);
  }
}
