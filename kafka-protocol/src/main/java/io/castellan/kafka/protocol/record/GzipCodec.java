package io.castellan.kafka.protocol.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip, by the JDK. */
final class GzipCodec {
  /** What the inflater takes at a time. */
  private static final int IN_BYTES = 8 * 1024;

  /** Records come in dribbles; the deflater is worth calling for more than a few bytes. */
  private static final int OUT_BYTES = 16 * 1024;

  private GzipCodec() {}

  static InputStream newInputStream(InputStream in) throws IOException {
    return new GZIPInputStream(in, IN_BYTES);
  }

  static OutputStream newOutputStream(OutputStream out, int level) throws IOException {
    return new BufferedOutputStream(new LevelledGzip(out, level), OUT_BYTES);
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(OutputStream out, int level) throws IOException {
      super(out, IN_BYTES);
      def.setLevel(level);
    }
  }
}
