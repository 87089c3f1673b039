package io.castellan.server.kafka.handler;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.Uuid;
import io.castellan.kafka.protocol.message.CreateTopics.Request.CreatableReplicaAssignment;
import io.castellan.kafka.protocol.message.CreateTopics.Request.CreatableTopic;
import io.castellan.kafka.protocol.message.CreateTopics.Request.CreatableTopicConfig;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs.Request.AlterConfigsResource;
import io.castellan.kafka.protocol.message.IncrementalAlterConfigs.Request.AlterableConfig;
import io.castellan.kafka.protocol.message.Metadata;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.server.auth.Principal;
import io.castellan.server.kafka.Answer;
import io.castellan.server.kafka.ApiTable;
import io.castellan.server.kafka.ConnectionIdentity;
import io.castellan.server.kafka.Handler;
import io.castellan.server.kafka.RequestContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls handlers as a connection does, and writes what they answer. */
final class ClusterCalls implements AutoCloseable {
  private static final short ONE_REPLICA = 1;

  final ApiTable table = new ApiTable();
  private final Codecs codecs = Codecs.interpreted();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  static Metadata.Request.Topic named(String name) {
    return new Metadata.Request.Topic(Uuid.ZERO, name);
  }

  static CreatableTopic topic(String name, int partitions, int replicationFactor) {
    return new CreatableTopic(name, partitions, (short) replicationFactor, List.of(), List.of());
  }

  static CreatableTopic configured(String name, String key, @Nullable String value) {
    return new CreatableTopic(
        name, 1, ONE_REPLICA, List.of(), List.of(new CreatableTopicConfig(key, value)));
  }

  static CreatableTopic assigned(String name, Map<Integer, List<Integer>> replicas) {
    return new CreatableTopic(
        name,
        -1,
        (short) -1,
        replicas.entrySet().stream()
            .map(e -> new CreatableReplicaAssignment(e.getKey(), e.getValue()))
            .toList(),
        List.of());
  }

  static AlterableConfig op(String name, int operation, @Nullable String value) {
    return new AlterableConfig(name, (byte) operation, value);
  }

  static AlterConfigsResource resource(byte type, String name, AlterableConfig... ops) {
    return new AlterConfigsResource(type, name, List.of(ops));
  }

  /** What a version lacks must not be in an answer of that version. */
  static <R extends Record> void writable(Handler<?, R> handler, int version, R response) {
    ByteBuf wire = Unpooled.buffer();
    Codecs.interpreted().of(handler.responseType(), version).write(response, wire);
  }

  // The table's handler of an API takes that API's request and gives its response.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <Q extends Record, R extends Record> R call(ApiKey api, int version, Q request) throws Exception {
    Handler<Q, R> handler = (Handler<Q, R>) requireNonNull(table.find(api)).handler();
    RequestContext context =
        RequestContext.withoutFrame(
            new RequestHeader(api, (short) version, 1, "test"),
            new ConnectionIdentity(
                "PLAINTEXT",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000),
                Principal.ANONYMOUS),
            loops.next());
    CompletableFuture<R> answered = new CompletableFuture<>();
    handler.handle(
        context,
        request,
        new Answer<>() {
          @Override
          public void send(R response) {
            writable(handler, version, response);
            answered.complete(response);
          }

          @Override
          public void none() {
            answered.completeExceptionally(new AssertionError("no answer"));
          }

          @Override
          public void close(String why) {
            answered.completeExceptionally(new AssertionError(why));
          }
        });
    R response = answered.get(15, TimeUnit.SECONDS);
    assertTrue(written(handler.responseType(), version, response) > 0);
    return response;
  }

  /** How many bytes a response has; what its version cannot say must not be said. */
  private <R extends Record> int written(Class<R> type, int version, R response) {
    ByteBuf buffer = Unpooled.buffer();
    try {
      codecs.of(type, version).write(response, buffer);
      return buffer.readableBytes();
    } finally {
      buffer.release();
    }
  }
}
