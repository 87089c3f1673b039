package io.castellan.server.kafka.broker;

import io.castellan.kafka.protocol.ApiKey;
import io.castellan.kafka.protocol.RequestHeader;
import io.castellan.kafka.protocol.ResponseHeader;
import io.castellan.kafka.protocol.schema.Codecs;
import io.castellan.kafka.protocol.schema.FieldSchema;
import io.castellan.kafka.protocol.schema.FieldType;
import io.castellan.kafka.protocol.schema.MessageSchema;
import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that speaks any API in any version, one request after the other. */
final class WireClient implements AutoCloseable {
  private static final int SOON_MS = 20_000;

  private final Codecs codecs = Codecs.interpreted();
  private final Socket socket;
  private final DataInputStream in;
  private int correlationId;

  WireClient(InetSocketAddress address) throws IOException {
    this(address, 1 << 16);
  }

  /**
   * @param receiveBytes how much the system takes in while nobody reads
   */
  WireClient(InetSocketAddress address, int receiveBytes) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBytes);
    socket.connect(address);
    socket.setSoTimeout(SOON_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  /**
   * Ask, and read the answer to its last byte.
   *
   * @param responseType the class of the answers to {@code api}
   * @param request what the version cannot say of it is left out
   */
  <R extends Record> R ask(Class<R> responseType, ApiKey api, int version, Record request)
      throws IOException {
    return responseType.cast(receive(api, version, send(api, version, request)));
  }

  /** Send a request without waiting for its answer, and return its correlation id. */
  int send(ApiKey api, int version, Record request) throws IOException {
    socket.getOutputStream().write(frame(api, version, "wire-client", request));
    return correlationId;
  }

  /**
   * Send a request whose text is not UTF-8, and wait for the connection to be closed.
   *
   * @param clientId every 0x01 in it, and in the request, is sent as 0xFF
   */
  void sendGarbled(ApiKey api, int version, String clientId, Record request) throws IOException {
    byte[] frame = frame(api, version, clientId, request);
    for (int i = 14; i < frame.length; i++) {
      frame[i] = frame[i] == 1 ? -1 : frame[i];
    }
    socket.getOutputStream().write(frame);
    if (in.read() != -1) {
      throw new AssertionError(api + " v" + version + ": answered instead of closed");
    }
  }

  /** The bytes of a request, its length included. */
  byte[] frame(ApiKey api, int version, String clientId, Record request) {
    return write(
        api, version, clientId, fit(MessageSchema.of(request.getClass(), version), request));
  }

  @SuppressWarnings("unchecked") // a record is of its own class
  private <Q extends Record> byte[] write(ApiKey api, int version, String clientId, Q request) {
    List<Object> parts = new ArrayList<>();
    OutboundFrame.request(
            UnpooledByteBufAllocator.DEFAULT,
            new RequestHeader(api, (short) version, ++correlationId, clientId),
            codecs.of((Class<Q>) request.getClass(), version),
            request)
        .transferTo(parts);
    ByteBuf frame = Unpooled.buffer();
    for (Object part : parts) {
      ByteBuf bytes = (ByteBuf) part;
      frame.writeBytes(bytes);
      bytes.release();
    }
    return ByteBufUtil.getBytes(frame);
  }

  /** Read the next answer to its last byte; it must be that to the request of the id. */
  Record receive(ApiKey api, int version, int expectedId) throws IOException {
    byte[] bytes;
    try {
      bytes = new byte[in.readInt()];
    } catch (EOFException closed) {
      throw new AssertionError(api + " v" + version + ": closed instead of answered", closed);
    }
    in.readFully(bytes);
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    ResponseHeader header = ResponseHeader.read(frame, api.responseHeaderVersion(version));
    Record response = codecs.of(responseType(api), version).read(frame);
    if (header.correlationId() != expectedId || frame.isReadable()) {
      throw new AssertionError(api + " v" + version + ": not the answer's end: " + response);
    }
    return response;
  }

  private static Class<? extends Record> responseType(ApiKey api) {
    String name = "io.castellan.kafka.protocol.message." + api.displayName() + "$Response";
    try {
      return Class.forName(name).asSubclass(Record.class);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  /** The same message with the default in every field that a version does not have. */
  private static <T extends Record> T fit(MessageSchema schema, T message) {
    RecordComponent[] components = message.getClass().getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    try {
      for (FieldSchema field : schema.fields()) {
        Object value = field.accessor().invoke(message);
        boolean sayable = field.present() && (value != null || field.nullable());
        values[field.index()] = sayable ? fit(field.type(), value) : field.defaultValue();
      }
      @SuppressWarnings("unchecked") // a record is of its own class
      Constructor<T> canonical =
          (Constructor<T>)
              message
                  .getClass()
                  .getDeclaredConstructor(
                      Arrays.stream(components)
                          .map(RecordComponent::getType)
                          .toArray(Class<?>[]::new));
      return canonical.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(schema.toString(), e);
    }
  }

  private static @Nullable Object fit(FieldType type, @Nullable Object value) {
    if (value instanceof Record message && type instanceof FieldType.Struct struct) {
      return fit(struct.schema(), message);
    }
    if (value instanceof List<?> list && type instanceof FieldType.ArrayOf array) {
      return list.stream().map(element -> fit(array.element(), element)).toList();
    }
    return value;
  }

  /** Go without a farewell, as a process that is killed with unread input does. */
  void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
