package io.castellan.server.zk;

import io.castellan.server.net.Reply;
import io.castellan.zk.protocol.net.FourLetterWord;
import io.netty.channel.Channel;

/** Answers four-letter words. */
interface WordService {
  /** Answer, and close the connection after it. On the connection's event loop. */
  void answer(FourLetterWord word, Channel channel, Reply reply);

  /** Answer {@code stmk}, likewise. */
  void setTraceMask(long mask, Channel channel, Reply reply);
}
