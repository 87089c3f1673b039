package io.castellan.server.zk;

import io.castellan.server.net.Reply;
import io.castellan.server.zk.admin.FourLetterWords;
import io.castellan.zk.protocol.net.FourLetterWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends the text of a four-letter word and closes the connection. */
final class WordsOverTcp implements WordService {
  private @Nullable FourLetterWords words;

  /** Before the first connection: who knows the texts. */
  void serve(FourLetterWords known) {
    words = known;
  }

  @Override
  public void answer(FourLetterWord word, Channel channel, Reply reply) {
    if (words == null) {
      reply.close();
      return;
    }
    words.answer(word, text -> send(text, channel, reply));
  }

  @Override
  public void setTraceMask(long mask, Channel channel, Reply reply) {
    if (words == null) {
      reply.close();
      return;
    }
    words.setTraceMask(mask, text -> send(text, channel, reply));
  }

  private static void send(String text, Channel channel, Reply reply) {
    ByteBuf bytes = channel.alloc().buffer(ByteBufUtil.utf8MaxBytes(text));
    bytes.writeCharSequence(text, StandardCharsets.UTF_8);
    reply.sendAndClose(bytes);
  }
}
