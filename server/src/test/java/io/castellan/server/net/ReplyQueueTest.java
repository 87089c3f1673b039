package io.castellan.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ReplyQueueTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReplyQueue replies = new ReplyQueue(channel, 3);

  @Test
  void answersInRequestOrderWhateverFinishesFirst() {
    Reply first = replies.next();
    Reply second = replies.next();
    replies.onReadComplete();

    second.send("second");
    assertNull(channel.readOutbound());
    first.send("first");

    assertEquals("first", channel.readOutbound());
    assertEquals("second", channel.readOutbound());
    assertEquals(0, replies.outstanding());
  }

  @Test
  void skipsRequestsThatHaveNoAnswer() {
    Reply silent = replies.next();
    Reply next = replies.next();
    replies.onReadComplete();
    next.send("next");
    silent.skip();
    assertEquals("next", channel.readOutbound());
  }

  @Test
  void takesAnswersFromOtherThreads() throws Exception {
    Reply first = replies.next();
    Reply second = replies.next();
    replies.onReadComplete();
    Thread lane =
        new Thread(
            () -> {
              first.send("first");
              replies.push("event");
              second.send("second");
            });
    lane.start();
    lane.join();
    channel.runPendingTasks();
    assertEquals("first", channel.readOutbound());
    assertEquals("event", channel.readOutbound());
    assertEquals("second", channel.readOutbound());
  }

  @Test
  void stopsReadingWhileTooManyRequestsAreUnanswered() {
    Reply first = replies.next();
    replies.next();
    assertTrue(channel.config().isAutoRead());
    replies.next();
    assertFalse(channel.config().isAutoRead());
    first.send("first");
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void stopsReadingWhileTheUnansweredRequestsAreTooLarge() {
    ReplyQueue bounded = new ReplyQueue(channel, 100, 1000, message -> {});
    Reply small = bounded.next(400);
    assertTrue(channel.config().isAutoRead());
    Reply large = bounded.next(600);
    assertFalse(channel.config().isAutoRead());
    large.send("large");
    assertFalse(channel.config().isAutoRead(), "it waits for the one before");
    small.skip();
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void expectsNothingOnceItIsAboutToClose() {
    Reply last = replies.next();
    replies.next();
    last.close();
    assertEquals(0, replies.outstanding(), "or a peer that does not read would never be idle");
  }

  @Test
  void closesAfterTheAnswersBeforeIt() {
    Reply first = replies.next();
    Reply last = replies.next();
    replies.onReadComplete();
    last.sendAndClose("bye");
    assertTrue(channel.isOpen());
    first.send("first");
    assertEquals("first", channel.readOutbound());
    assertEquals("bye", channel.readOutbound());
    assertFalse(channel.isOpen());
  }

  @Test
  void ignoresASecondAnswerAndReleasesIt() {
    Reply reply = replies.next();
    replies.onReadComplete();
    reply.send("once");
    ByteBuf twice = Unpooled.buffer(1);
    reply.send(twice);
    assertEquals(0, twice.refCnt());
    assertEquals("once", channel.readOutbound());
    assertNull(channel.readOutbound());
  }

  @Test
  void releasesWhatAClosedConnectionWillNeverSend() {
    Reply first = replies.next();
    Reply second = replies.next();
    ByteBuf held = Unpooled.buffer(1);
    second.send(held);
    replies.onInactive();
    assertEquals(0, held.refCnt());
    ByteBuf late = Unpooled.buffer(1);
    first.send(late);
    assertEquals(0, late.refCnt());
    ByteBuf pushed = Unpooled.buffer(1);
    replies.push(pushed);
    assertEquals(0, pushed.refCnt());
  }
}
