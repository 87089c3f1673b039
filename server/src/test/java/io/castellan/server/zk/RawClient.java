package io.castellan.server.zk;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Connect;
import io.castellan.zk.protocol.message.ReplyHeader;
import io.castellan.zk.protocol.message.RequestHeader;
import io.castellan.zk.protocol.message.WatcherEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;

/** A client that says exactly what a test wants said, frame by frame. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MS = 30_000;

  private final Socket socket;
  private final DataInputStream in;

  /** A frame from the server: header, and what follows it. */
  record Frame(ReplyHeader header, JuteReader body) {
    /** A watch event in words. */
    String event() {
      WatcherEvent event = WatcherEvent.read(body);
      return event.type() + " " + event.path();
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  Connect.Response connect(long sessionId, byte[] password, int timeoutMs) throws IOException {
    return connect(new Connect.Request(0, 0, timeoutMs, sessionId, password, false));
  }

  Connect.Response connect(Connect.Request request) throws IOException {
    send(request::write);
    return receiveConnected();
  }

  Connect.Response receiveConnected() throws IOException {
    return Connect.Response.read(new JuteReader(readFrame()));
  }

  void send(int xid, OpCode op, Consumer<JuteWriter> body) throws IOException {
    send(
        writer -> {
          new RequestHeader(xid, op.code()).write(writer);
          body.accept(writer);
        });
  }

  void send(Consumer<JuteWriter> frame) throws IOException {
    sendBytes(frameOf(frame));
  }

  static byte[] frameOf(Consumer<JuteWriter> frame) {
    ByteBuf buf = Unpooled.buffer();
    JuteWriter writer = new JuteWriter(buf);
    int mark = writer.beginLength();
    frame.accept(writer);
    writer.endLength(mark);
    return ByteBufUtil.getBytes(buf);
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Frame receive() throws IOException {
    JuteReader reader = new JuteReader(readFrame());
    return new Frame(ReplyHeader.read(reader), reader);
  }

  /** A frame as it came, without its length. */
  ByteBuf receiveFrame() throws IOException {
    return readFrame();
  }

  /** The rest of what the server says, until it closes the connection. */
  byte[] receiveAll() throws IOException {
    return in.readAllBytes();
  }

  /** Tell the server that nothing more will come, unless it has closed the connection already. */
  void endOutput() throws IOException {
    if (!socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
  }

  /** Wait until the server has closed the connection, in whatever way. */
  void awaitEnd() throws IOException {
    try {
      in.readAllBytes();
    } catch (SocketException reset) {
      socket.close();
    }
  }

  private ByteBuf readFrame() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return Unpooled.wrappedBuffer(frame);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
