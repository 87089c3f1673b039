package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** multiRead (22): several reads in one request, each of which succeeds or fails by itself. */
public final class MultiRead {
  private static final int NO_ERROR_YET = -1;

  private MultiRead() {}

  /**
   * The reads.
   *
   * @param ops in the order in which they are answered
   */
  public record Request(List<MultiReadOp> ops) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      List<MultiReadOp> ops = new ArrayList<>();
      for (MultiHeader header = MultiHeader.read(reader);
          !header.done();
          header = MultiHeader.read(reader)) {
        ops.add(readOp(header.type(), reader));
      }
      return new Request(Collections.unmodifiableList(ops));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      for (MultiReadOp op : ops) {
        OpCode type = op instanceof GetData.Request ? OpCode.GET_DATA : OpCode.GET_CHILDREN;
        new MultiHeader(type.code(), false, NO_ERROR_YET).write(writer);
        op.write(writer);
      }
      MultiHeader.END.write(writer);
    }
  }

  /**
   * The outcomes.
   *
   * @param results one for each read, in order
   */
  public record Response(List<MultiResult> results) {
    /** Reads a response. */
    public static Response read(JuteReader reader) {
      return new Response(MultiResult.readAll(reader));
    }

    /** Writes this response. */
    public void write(JuteWriter writer) {
      MultiResult.writeAll(results, writer);
    }
  }

  private static MultiReadOp readOp(int type, JuteReader reader) {
    if (type == OpCode.GET_DATA.code()) {
      return GetData.Request.read(reader);
    } else if (type == OpCode.GET_CHILDREN.code()) {
      return GetChildren.Request.read(reader);
    }
    throw JuteException.of("multiRead type", type, "4 or 8");
  }
}
