package io.castellan.compat.raw;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a request, field by field. Owned by one thread. */
public final class Body {
  private static final int NULL = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** Writes to memory, which does not fail. */
  private interface Write {
    void run() throws IOException;
  }

  private Body write(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One byte: zero or one. */
  public Body flag(boolean value) {
    return write(() -> out.writeBoolean(value));
  }

  /** Four bytes. */
  public Body number(int value) {
    return write(() -> out.writeInt(value));
  }

  /** Eight bytes. */
  public Body longNumber(long value) {
    return write(() -> out.writeLong(value));
  }

  /** The bytes themselves, without a length. */
  public Body raw(byte[] value) {
    return write(() -> out.write(value));
  }

  /** A byte array behind its length; null is the length -1. */
  public Body buffer(byte @Nullable [] value) {
    return value == null ? number(NULL) : number(value.length).raw(value);
  }

  /** A text in UTF-8 behind its length; null is the length -1. */
  public Body text(@Nullable String value) {
    return buffer(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** A vector of texts; null is the count -1. */
  public Body texts(@Nullable List<String> values) {
    number(values == null ? NULL : values.size());
    if (values != null) {
      values.forEach(this::text);
    }
    return this;
  }

  /** An access control list, each entry as {@code scheme:id:perms}; null is the count -1. */
  public Body acl(@Nullable List<String> entries) {
    number(entries == null ? NULL : entries.size());
    if (entries != null) {
      for (String entry : entries) {
        int colon = entry.indexOf(':');
        int last = entry.lastIndexOf(':');
        number(Integer.parseInt(entry.substring(last + 1)));
        text(entry.substring(0, colon)).text(entry.substring(colon + 1, last));
      }
    }
    return this;
  }

  /** All of it. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
