package io.castellan.kafka.protocol.record;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard, by zstd-jni.
 *
 * <p>A frame names the window that its reader must keep, up to terabytes. The library's own limit
 * for streams, 128 MiB, stays in force: it is what stock brokers and clients have, so that nothing
 * larger is out there.
 */
final class ZstdCodec {
  private static final int OUT_BYTES = 16 * 1024;

  private ZstdCodec() {}

  static InputStream newInputStream(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE);
  }

  static OutputStream newOutputStream(OutputStream out, int level) throws IOException {
    return new BufferedOutputStream(
        new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE, level), OUT_BYTES);
  }
}
