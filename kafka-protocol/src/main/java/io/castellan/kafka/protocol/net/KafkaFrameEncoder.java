package io.castellan.kafka.protocol.net;

import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/**
 * Hands the parts of an {@link OutboundFrame} to the channel in their order: buffers, and file
 * regions untouched, so that the transport sends those from the file.
 */
public final class KafkaFrameEncoder extends MessageToMessageEncoder<OutboundFrame> {
  /** An encoder for one connection. */
  public KafkaFrameEncoder() {
    super(OutboundFrame.class);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, OutboundFrame frame, List<Object> out) {
    frame.transferTo(out);
  }
}
