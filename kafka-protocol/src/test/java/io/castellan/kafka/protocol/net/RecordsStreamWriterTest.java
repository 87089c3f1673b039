package io.castellan.kafka.protocol.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.castellan.kafka.protocol.schema.RecordsStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that are made while they are sent. */
class RecordsStreamWriterTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new RecordsStreamWriter());

  @Test
  void whatIsWrittenAfterAStreamComesAfterItsLastPart() {
    ByHand stream = new ByHand(5);
    channel.writeOneOutbound(text("before "));
    channel.writeOneOutbound(stream);
    channel.writeOneOutbound(text(" after"));
    channel.flush();
    assertEquals("before ", read());
    assertNull(channel.readOutbound());
    assertFalse(channel.isWritable(), "those above must hold back");
    stream.give(text("abc"));
    assertEquals("abc", read());
    assertNull(channel.readOutbound());
    stream.give(text("de"));
    channel.runPendingTasks();
    assertEquals("de", read());
    assertEquals(" after", read());
    assertTrue(stream.released);
    assertTrue(channel.isWritable());
    channel.writeOutbound(text("more"));
    assertEquals("more", read());
  }

  @Test
  void oneStreamFollowsTheOther() {
    ByHand first = new ByHand(1);
    ByHand second = new ByHand(2);
    channel.writeOneOutbound(first);
    channel.writeOneOutbound(second);
    channel.writeOneOutbound(text("!"));
    assertNull(second.awaiting, "one at a time");
    first.give(text("1"));
    assertFalse(channel.isWritable());
    second.give(text("22"));
    channel.runPendingTasks();
    assertEquals("1", read());
    assertEquals("22", read());
    assertEquals("!", read());
    assertTrue(first.released && second.released);
  }

  @Test
  void aBrokenStreamClosesTheConnection() {
    ByHand broken = new ByHand(9);
    ByteBuf behind = text("behind");
    channel.writeOneOutbound(broken);
    channel.writeOneOutbound(behind);
    broken.give(null);
    channel.runPendingTasks();
    assertFalse(channel.isOpen());
    assertTrue(broken.released);
    assertEquals(0, behind.refCnt());
  }

  @Test
  void moreThanWasSaidIsNeverSent() {
    ByHand liar = new ByHand(2);
    ByteBuf tooMuch = text("abc");
    channel.writeOneOutbound(liar);
    liar.give(tooMuch);
    channel.runPendingTasks();
    assertFalse(channel.isOpen());
    assertEquals(0, tooMuch.refCnt());
    assertTrue(liar.released);
  }

  @Test
  void aClosedConnectionLetsGoOfAllOnceTheAwaitedPartHasCome() {
    ByHand active = new ByHand(5);
    ByHand waiting = new ByHand(5);
    channel.writeOneOutbound(active);
    channel.writeOneOutbound(waiting);
    channel.close();
    channel.runPendingTasks();
    assertTrue(waiting.released);
    assertFalse(active.released, "somebody is still at work on it");
    ByteBuf late = text("late");
    active.give(late);
    assertTrue(active.released);
    assertEquals(0, late.refCnt());
  }

  private String read() {
    ByteBuf part = channel.readOutbound();
    String text = part.toString(StandardCharsets.UTF_8);
    part.release();
    return text;
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static final class ByHand implements RecordsStream {
    private final int size;
    @Nullable Consumer<@Nullable ByteBuf> awaiting;
    boolean released;

    ByHand(int size) {
      this.size = size;
    }

    @Override
    public int sizeInBytes() {
      return size;
    }

    @Override
    public void next(Consumer<@Nullable ByteBuf> onPart) {
      assertNull(awaiting, "one part at a time");
      awaiting = onPart;
    }

    void give(@Nullable ByteBuf part) {
      Consumer<@Nullable ByteBuf> to = awaiting;
      awaiting = null;
      if (to == null) {
        throw new AssertionError("nobody waits");
      }
      to.accept(part);
    }

    @Override
    public void release() {
      assertFalse(released, "released twice");
      released = true;
    }
  }
}
