package io.castellan.server.kafka.interbroker;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.netty.buffer.ByteBufAllocator;

/**
 * A request and who waits for its answer. Owned by the link's event loop.
 *
 * @param sinceNanos when it was handed to the link
 */
record PendingRequest<Q extends Record, R extends Record>(
    ApiKey api,
    int version,
    Q request,
    Class<Q> requestType,
    Class<R> answerType,
    Reply<R> reply,
    long sinceNanos) {

  OutboundFrame encode(ByteBufAllocator allocator, Codecs codecs, int id, String clientId) {
    return OutboundFrame.request(
        allocator,
        new RequestHeader(api, (short) version, id, clientId),
        codecs.of(requestType, version),
        request);
  }
}
