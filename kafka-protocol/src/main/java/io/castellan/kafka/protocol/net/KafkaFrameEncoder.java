package io.castellan.kafka.protocol.net;

import io.castellan.kafka.protocol.schema.OutboundFrame;
import io.castellan.kafka.protocol.schema.RecordsStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/**
 * Hands the parts of an {@link OutboundFrame} to the channel in their order: buffers, and file
 * regions untouched, so that the transport sends those from the file. Streams are sent by a {@link
 * RecordsStreamWriter}, which it puts in front of itself when the first one comes.
 */
public final class KafkaFrameEncoder extends MessageToMessageEncoder<OutboundFrame> {
  private boolean streams;

  /** An encoder for one connection. */
  public KafkaFrameEncoder() {
    super(OutboundFrame.class);
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, OutboundFrame frame, List<Object> out) {
    frame.transferTo(out);
    if (!streams && hasStream(out)) {
      // Only connections of old consumers ever need it.
      streams = true;
      ctx.pipeline().addBefore(ctx.name(), null, new RecordsStreamWriter());
    }
  }

  private static boolean hasStream(List<Object> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof RecordsStream) {
        return true;
      }
    }
    return false;
  }
}
