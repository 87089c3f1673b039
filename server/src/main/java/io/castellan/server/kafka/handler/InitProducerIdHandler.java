package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.ErrorCode;
import io.castellan.kafka.protocol.message.InitProducerId;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.castellan.server.kafka.txn.ProducerIds;

/**
 * Gives an idempotent producer its id (KIP-98): the next one, with epoch 0.
 *
 * <p>Versions 0 to 5. A transactional id is refused with {@code UNSUPPORTED_VERSION}: no
 * transaction coordinator is served, and of the errors that there are this one makes clients give
 * up at once instead of trying again until their time is over. When no block of ids can be had from
 * ZooKeeper now, {@code COORDINATOR_LOAD_IN_PROGRESS} makes them try again.
 */
public final class InitProducerIdHandler
    implements Handler<InitProducerId.Request, InitProducerId.Response> {
  private final ProducerIds ids;

  /**
   * @param ids where ids come from
   */
  public InitProducerIdHandler(ProducerIds ids) {
    this.ids = ids;
  }

  @Override
  public ApiKey api() {
    return ApiKey.INIT_PRODUCER_ID;
  }

  @Override
  public Class<InitProducerId.Request> requestType() {
    return InitProducerId.Request.class;
  }

  @Override
  public Class<InitProducerId.Response> responseType() {
    return InitProducerId.Response.class;
  }

  @Override
  public void handle(
      RequestContext context,
      InitProducerId.Request request,
      Answer<InitProducerId.Response> answer) {
    if (request.transactionalId() != null) {
      answer.send(
          failed(
              request.transactionalId().isEmpty()
                  ? ErrorCode.INVALID_REQUEST
                  : ErrorCode.UNSUPPORTED_VERSION));
      return;
    }
    ids.next(
        id ->
            answer.send(
                id == null
                    ? failed(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
                    : new InitProducerId.Response(0, ErrorCode.NONE.code(), id, (short) 0)));
  }

  private static InitProducerId.Response failed(ErrorCode error) {
    return new InitProducerId.Response(0, error.code(), -1, (short) -1);
  }
}
