package io.castellan.server.kafka.handler;

import io.castellan.kafka.protocol.schema.RecordsPayload;
import io.castellan.server.kafka.log.LogSlice;

/** Records that stay in their file: the kernel copies them to the socket (sendfile). */
final class SliceRecords implements RecordsPayload {
  private final LogSlice slice;

  /** Takes over the slice. */
  SliceRecords(LogSlice slice) {
    this.slice = slice;
  }

  @Override
  public int sizeInBytes() {
    return slice.sizeInBytes();
  }

  @Override
  public Object transfer() {
    return new SliceRegion(slice);
  }

  @Override
  public void release() {
    slice.release();
  }
}
