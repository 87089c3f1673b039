package io.castellan.server.zk.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/** How a snapshot is compressed, which the end of its name tells (ZOOKEEPER-3179). */
public enum SnapshotCompression {
  /** Not at all: the only form that releases before 3.6 can read. */
  NONE(""),
  /** RFC 1952. */
  GZ(".gz"),
  /** The framing of snappy-java, not raw snappy. */
  SNAPPY(".snappy");

  private static final int BUFFER_BYTES = 1 << 16;

  private final String suffix;

  SnapshotCompression(String suffix) {
    this.suffix = suffix;
  }

  /** Returns what names of such files end with. */
  public String suffix() {
    return suffix;
  }

  /**
   * Returns the method with the name that {@code zookeeper.snapshot.compression.method} uses, which
   * for none is empty; null when there is no such method.
   */
  public static @Nullable SnapshotCompression fromSetting(String value) {
    String wanted = value.trim().toLowerCase(Locale.ROOT);
    for (SnapshotCompression method : values()) {
      if (method.suffix.isEmpty() ? wanted.isEmpty() : method.suffix.substring(1).equals(wanted)) {
        return method;
      }
    }
    return null;
  }

  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZ -> new GZIPInputStream(in, BUFFER_BYTES);
      case SNAPPY -> new SnappyInputStream(in);
    };
  }

  OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZ -> new GZIPOutputStream(out, BUFFER_BYTES);
      case SNAPPY -> new SnappyOutputStream(out);
    };
  }
}
