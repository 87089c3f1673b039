package io.castellan.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request, and the way to answer it. Any thread may answer, once. */
public final class HttpCall {
  private final HttpConnection connection;
  private final HttpRequest request;
  private final String path;
  private final Map<String, List<String>> query;
  private @Nullable Runnable onEnd;

  /**
   * @throws IllegalArgumentException when the address is not one
   */
  HttpCall(HttpConnection connection, HttpRequest request) {
    this.connection = connection;
    this.request = request;
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    this.path = uri.path();
    this.query = uri.parameters();
  }

  /**
   * Have something run when this call is over: the answer has left for the client, or the
   * connection is gone. Within {@link HttpService#handle}, once.
   */
  public void onEnd(Runnable action) {
    onEnd = action;
  }

  /** It is over. On the event loop; only the first time counts. */
  void end() {
    Runnable action = onEnd;
    onEnd = null;
    if (action != null) {
      action.run();
    }
  }

  /** Such as {@code GET}. */
  public String method() {
    return request.method().name();
  }

  /** The path, decoded, without the query. */
  public String path() {
    return path;
  }

  /** The first value of a parameter of the query, or null. */
  public @Nullable String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** The value of a header, or null. */
  public @Nullable String header(String name) {
    return request.headers().get(name);
  }

  /** The client's address, without the port. */
  public String remoteAddress() {
    return connection.remoteAddress();
  }

  boolean keepAlive() {
    return HttpUtil.isKeepAlive(request);
  }

  boolean expectsContinue() {
    return HttpUtil.is100ContinueExpected(request);
  }

  boolean hasBody() {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  /** Take the body; the answer is given when it has ended. */
  public void receive(HttpBody body) {
    connection.receive(this, body);
  }

  /** Answer with a text. */
  public void answer(int status, @Nullable String contentType, String text) {
    answer(status, contentType, Map.of(), text);
  }

  /**
   * Answer with a text.
   *
   * @param headers further headers
   */
  public void answer(
      int status, @Nullable String contentType, Map<String, String> headers, String text) {
    ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    connection.answer(this, status, contentType, headers, body);
  }

  /** Answer with a file, which is sent as it is now. */
  public void answerFile(String contentType, Map<String, String> headers, Path file) {
    connection.answerFile(this, contentType, headers, file);
  }
}
