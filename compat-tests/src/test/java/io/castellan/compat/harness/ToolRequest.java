package io.castellan.compat.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a tool.
 *
 * @param mainClass of the tool
 * @param arguments of its command line
 * @param input the lines of its standard input; it sees the end of the input after the last
 * @param echo whether the output is what a terminal would show: each line of input when the tool
 *     asks for it, and both output streams in one
 * @param limitMs after which the run counts as hung
 */
record ToolRequest(
    String mainClass, List<String> arguments, List<String> input, boolean echo, long limitMs) {
  /** Precedes each request, so that the end of the input is told from a request. */
  static final int MARK = 'R';

  static ToolRequest read(DataInputStream in) throws IOException {
    return new ToolRequest(in.readUTF(), strings(in), strings(in), in.readBoolean(), in.readLong());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(MARK);
    out.writeUTF(mainClass);
    strings(out, arguments);
    strings(out, input);
    out.writeBoolean(echo);
    out.writeLong(limitMs);
  }

  private static List<String> strings(DataInputStream in) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int remaining = in.readInt(); remaining > 0; remaining--) {
      strings.add(in.readUTF());
    }
    return strings;
  }

  private static void strings(DataOutputStream out, List<String> strings) throws IOException {
    out.writeInt(strings.size());
    for (String string : strings) {
      out.writeUTF(string);
    }
  }
}
