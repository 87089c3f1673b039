package io.castellan.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplyQueueTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReplyQueue replies = new ReplyQueue(channel, 3, channel.eventLoop());

  @Test
  void answersInRequestOrderWhateverFinishesFirst() {
    Reply first = replies.next();
    Reply second = replies.next();
    replies.onReadComplete();

    second.send("second");
    assertNull(channel.readOutbound());
    first.send("first");
    channel.runPendingTasks();

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
    channel.runPendingTasks();
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
  void anAnswerThatIsDoneEarlyDoesNotOvertakeWhatWasPushedBeforeIt() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    try {
      LocalChannel connection = new LocalChannel();
      group.register(connection).sync();
      List<Object> written = new ArrayList<>();
      connection
          .pipeline()
          .addLast(
              new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(
                    ChannelHandlerContext context, Object message, ChannelPromise promise) {
                  written.add(message);
                }
              });
      ReplyQueue queue = new ReplyQueue(connection, 3, connection.eventLoop());
      CountDownLatch allDone = new CountDownLatch(1);
      CompletableFuture<List<Reply>> asked = new CompletableFuture<>();
      Future<?> loop =
          connection
              .eventLoop()
              .submit(
                  () -> {
                    asked.complete(List.of(queue.next(), queue.next()));
                    queue.onReadComplete();
                    return allDone.await(10, TimeUnit.SECONDS);
                  });
      List<Reply> replies = asked.get(10, TimeUnit.SECONDS);
      replies.get(0).send("old data");
      queue.push("event");
      replies.get(1).send("new data");
      allDone.countDown();
      loop.get(10, TimeUnit.SECONDS);
      connection.eventLoop().submit(() -> {}).get(10, TimeUnit.SECONDS);
      assertEquals(List.of("old data", "event", "new data"), written);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void keepsWhatIsReadyInOrderWhileThePeerDoesNotRead() {
    Reply first = replies.next();
    Reply second = replies.next();
    replies.onReadComplete();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    first.send("first");
    replies.push("event");
    second.send("second");
    channel.runPendingTasks();
    assertNull(channel.readOutbound());

    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    replies.onWritabilityChanged();
    assertEquals("first", channel.readOutbound());
    assertEquals("event", channel.readOutbound());
    assertEquals("second", channel.readOutbound());
  }

  @Test
  void givesTheChannelWhatIsTooMuchToKeep() {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i <= ReplyQueue.MAX_HELD; i++) {
      replies.push(i);
    }
    channel.runPendingTasks();
    assertEquals(Integer.valueOf(0), channel.readOutbound());
  }

  @Test
  void releasesWhatWaitedForAPeerThatIsGone() {
    ByteBuf held = Unpooled.buffer(1);
    ByteBuf pushed = Unpooled.buffer(1);
    Reply first = replies.next();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    first.send(held);
    replies.push(pushed);
    replies.onInactive();
    assertEquals(0, held.refCnt());
    assertEquals(0, pushed.refCnt());
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
    channel.runPendingTasks();
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
    channel.runPendingTasks();
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
