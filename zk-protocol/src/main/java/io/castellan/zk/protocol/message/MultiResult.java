package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of one part of a multi or multiRead. */
public sealed interface MultiResult
    permits Check.Response,
        Create.Response,
        Create2.Response,
        Delete.Response,
        ErrorResult,
        GetChildren.Response,
        GetData.Response,
        SetData.Response {
  /** Writes this outcome, without the header that stands before it. */
  void write(JuteWriter writer);

  /** Returns what the header before this outcome says. */
  private OpCode type() {
    if (this instanceof Create.Response) {
      return OpCode.CREATE;
    } else if (this instanceof Create2.Response) {
      return OpCode.CREATE2;
    } else if (this instanceof Delete.Response) {
      return OpCode.DELETE;
    } else if (this instanceof SetData.Response) {
      return OpCode.SET_DATA;
    } else if (this instanceof Check.Response) {
      return OpCode.CHECK;
    } else if (this instanceof GetData.Response) {
      return OpCode.GET_DATA;
    } else if (this instanceof GetChildren.Response) {
      return OpCode.GET_CHILDREN;
    }
    return OpCode.ERROR;
  }

  /** Reads the outcomes up to the closing header. */
  static List<MultiResult> readAll(JuteReader reader) {
    List<MultiResult> results = new ArrayList<>();
    for (MultiHeader header = MultiHeader.read(reader);
        !header.done();
        header = MultiHeader.read(reader)) {
      results.add(readOne(header.type(), reader));
    }
    return Collections.unmodifiableList(results);
  }

  /** Writes the outcomes and the closing header. */
  static void writeAll(List<MultiResult> results, JuteWriter writer) {
    for (MultiResult result : results) {
      int err = result instanceof ErrorResult error ? error.err() : 0;
      new MultiHeader(result.type().code(), false, err).write(writer);
      result.write(writer);
    }
    MultiHeader.END.write(writer);
  }

  private static MultiResult readOne(int type, JuteReader reader) {
    @Nullable OpCode op = OpCode.fromCode(type);
    if (op == OpCode.CREATE) {
      return Create.Response.read(reader);
    } else if (op == OpCode.CREATE2) {
      return Create2.Response.read(reader);
    } else if (op == OpCode.DELETE) {
      return new Delete.Response();
    } else if (op == OpCode.SET_DATA) {
      return SetData.Response.read(reader);
    } else if (op == OpCode.CHECK) {
      return new Check.Response();
    } else if (op == OpCode.GET_DATA) {
      return GetData.Response.read(reader);
    } else if (op == OpCode.GET_CHILDREN) {
      return GetChildren.Response.read(reader);
    } else if (op == OpCode.ERROR) {
      return ErrorResult.read(reader);
    }
    throw JuteException.of("multi result type", type, "1, 2, 4, 5, 8, 13, 15 or -1");
  }
}
