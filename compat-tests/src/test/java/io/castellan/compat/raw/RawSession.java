package io.castellan.compat.raw;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A session on a connection that carries exactly what a test wants carried. Owned by one thread.
 */
public final class RawSession implements AutoCloseable {
  private static final int READ_TIMEOUT_MS = 20_000;
  private static final int SESSION_TIMEOUT_MS = 30_000;
  private static final int PASSWORD_BYTES = 16;
  private static final int PING = -2;
  private static final int PING_TYPE = 11;

  private final Socket socket;
  private final DataInputStream in;
  private final long id;
  private final byte[] password;
  private int lastXid;

  /**
   * What a server said to several operations.
   *
   * @param answers all frames, events among them, in order
   * @param closed whether the server closed the connection
   */
  public record Conversation(List<Answer> answers, boolean closed) {
    /** As lines, to be compared. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(answers.stream().map(Answer::toString).toList());
      if (closed) {
        lines.add("closed");
      }
      return lines;
    }
  }

  private RawSession(Socket socket, DataInputStream in, long id, byte[] password) {
    this.socket = socket;
    this.in = in;
    this.id = id;
    this.password = password;
  }

  /** Opens a session. */
  public static RawSession open(int port) {
    return connect(port, 0, new byte[PASSWORD_BYTES], 0);
  }

  /** Takes this session up again on a new connection, as a client that has seen {@code zxid}. */
  public RawSession reconnect(int port, long zxid) {
    close();
    return connect(port, id, password, zxid);
  }

  private static RawSession connect(int port, long sessionId, byte[] password, long zxid) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(READ_TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      byte[] request =
          new Body()
              .number(0)
              .longNumber(zxid)
              .number(SESSION_TIMEOUT_MS)
              .longNumber(sessionId)
              .buffer(password)
              .flag(false)
              .bytes();
      socket.getOutputStream().write(new Body().buffer(request).bytes());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteBuffer response = frame(in);
      response.getInt();
      response.getInt();
      long id = response.getLong();
      byte[] secret = new byte[response.getInt()];
      response.get(secret);
      return new RawSession(socket, in, id, secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The session's number. */
  public long id() {
    return id;
  }

  /** {@link #ask(List)} of a few. */
  public Conversation ask(Op... ops) {
    return ask(List.of(ops));
  }

  /**
   * Sends operations without waiting for one before the next; when all are answered a ping, whose
   * answer shows that nothing else comes.
   */
  public Conversation ask(List<Op> ops) {
    Body frames = new Body();
    Map<Integer, Deque<String>> shapes = new HashMap<>();
    for (Op op : ops) {
      int xid = op.xid() == Op.NEXT ? ++lastXid : op.xid();
      shapes.computeIfAbsent(xid, key -> new ArrayDeque<>()).add(op.shape());
      frames.buffer(new Body().number(xid).number(op.type()).raw(op.body()).bytes());
    }
    return talk(frames.bytes(), shapes, ops.size());
  }

  /** Sends a frame of any bytes, which may be no request at all. */
  public Conversation askFrame(byte[] frame) {
    return talk(new Body().buffer(frame).bytes(), Map.of(), 1);
  }

  /** Sends a frame's length, and after it a frame of nothing else but zeros as far as that says. */
  public Conversation askLength(int length) {
    Body frame = new Body().number(length);
    if (length > 0 && length < Short.MAX_VALUE) {
      frame.raw(new byte[length]);
    }
    return talk(frame.bytes(), Map.of(), 1);
  }

  /** Waits until the server has closed the connection; false if it does not in a long while. */
  public boolean awaitClose() {
    try {
      while (true) {
        frame(in);
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }

  private Conversation talk(byte[] bytes, Map<Integer, Deque<String>> shapes, int expected) {
    // Both directions may be full at once, so one thread cannot do both.
    FutureTask<Void> sending = new FutureTask<>(() -> send(bytes));
    new Thread(sending, "raw-sender").start();
    List<Answer> answers = new ArrayList<>();
    boolean closed = false;
    try {
      int replies = 0;
      boolean pinged = false;
      while (true) {
        if (replies == expected && !pinged) {
          // Not before: a server that closes with bytes unread may take its last answer back.
          send(new Body().buffer(new Body().number(PING).number(PING_TYPE).bytes()).bytes());
          pinged = true;
        }
        ByteBuffer frame = frame(in);
        int xid = frame.getInt(frame.position());
        if (xid == PING) {
          break;
        }
        Deque<String> left = shapes.get(xid);
        String shape = left == null || left.isEmpty() ? "" : left.remove();
        answers.add(Answer.read(frame, shape, id));
        replies += xid == Answer.EVENT ? 0 : 1;
      }
    } catch (EOFException | SocketException e) {
      closed = true;
    } catch (IOException e) {
      throw new UncheckedIOException("after " + answers.size() + " answers", e);
    }
    await(sending, closed);
    return new Conversation(answers, closed);
  }

  private @Nullable Void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return null;
  }

  private static void await(FutureTask<Void> sending, boolean closed) {
    try {
      sending.get();
    } catch (ExecutionException e) {
      if (!closed) {
        throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer frame(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return ByteBuffer.wrap(frame);
  }

  /** Closes the connection; the session lives on. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
