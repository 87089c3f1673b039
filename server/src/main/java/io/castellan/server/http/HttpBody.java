package io.castellan.server.http;

import io.netty.buffer.ByteBuf;

/** Takes the body of a request, piece by piece, on the connection's event loop. */
public interface HttpBody {
  /**
   * A piece.
   *
   * @param piece the taker's to release
   * @param next to be run, by any thread, when the next piece may come
   */
  void onPiece(ByteBuf piece, Runnable next);

  /** That was all. */
  void onEnd();

  /** The connection is gone before the end; there is nobody to answer. */
  void onAborted();
}
