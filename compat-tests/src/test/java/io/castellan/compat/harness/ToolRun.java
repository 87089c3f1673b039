package io.castellan.compat.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one run of a tool did.
 *
 * @param exitCode of its process, or {@link #HUNG}
 * @param out its standard output
 * @param err its standard error: mostly its log
 * @param events what it wrote from threads that deliver events (ZooKeeper's client prints watches
 *     from one), apart because its place among the rest is a matter of chance
 */
public record ToolRun(int exitCode, String out, String err, String events) {
  /** Stands for the exit code of a tool that had to be given up. */
  public static final int HUNG = -1;

  static ToolRun read(DataInputStream in) throws IOException {
    return new ToolRun(in.readInt(), text(in), text(in), text(in));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(exitCode);
    text(out, this.out);
    text(out, err);
    text(out, events);
  }

  /** The lines of the standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
