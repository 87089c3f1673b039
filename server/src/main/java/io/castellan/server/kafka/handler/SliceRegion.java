package io.castellan.server.kafka.handler;

import io.castellan.server.kafka.log.LogSlice;
import io.netty.channel.DefaultFileRegion;

/**
 * A slice of a segment as the transports send it. It must be a {@link DefaultFileRegion}, since the
 * native transport hands only those to sendfile; but the file is the segment's, so the end of the
 * region lets go of the segment instead of closing the file.
 */
final class SliceRegion extends DefaultFileRegion {
  private final LogSlice slice;

  /** Takes over the slice. */
  SliceRegion(LogSlice slice) {
    super(slice.channel(), slice.position(), slice.sizeInBytes());
    this.slice = slice;
  }

  @Override
  protected void deallocate() {
    slice.release();
  }
}
