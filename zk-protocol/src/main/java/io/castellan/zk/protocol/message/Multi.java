package io.castellan.zk.protocol.message;

import io.castellan.zk.protocol.CreateMode;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** multi (14): several writes that happen together, under one zxid, or not at all. */
public final class Multi {
  private static final int NO_ERROR_YET = -1;

  private Multi() {}

  /**
   * One write of a multi.
   *
   * @param type which operation; create, create2 and createContainer have the same body
   * @param op its body
   */
  public record Part(OpCode type, MultiOp op) {}

  /**
   * The writes.
   *
   * @param parts in the order in which they happen
   */
  public record Request(List<Part> parts) {
    /** Reads a request. */
    public static Request read(JuteReader reader) {
      List<Part> parts = new ArrayList<>();
      for (MultiHeader header = MultiHeader.read(reader);
          !header.done();
          header = MultiHeader.read(reader)) {
        parts.add(readPart(header.type(), reader));
      }
      return new Request(Collections.unmodifiableList(parts));
    }

    /** Writes this request. */
    public void write(JuteWriter writer) {
      for (Part part : parts) {
        new MultiHeader(part.type.code(), false, NO_ERROR_YET).write(writer);
        part.op.write(writer);
      }
      MultiHeader.END.write(writer);
    }
  }

  /**
   * The outcomes. When one write failed, all of them are {@link ErrorResult}.
   *
   * @param results one for each part, in order
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

  private static Part readPart(int type, JuteReader reader) {
    @Nullable OpCode op = OpCode.fromCode(type);
    if (op == OpCode.CREATE || op == OpCode.CREATE2 || op == OpCode.CREATE_CONTAINER) {
      return create(op, Create.Request.read(reader));
    } else if (op == OpCode.CREATE_TTL) {
      return createTtl(CreateTtl.Request.read(reader));
    } else if (op == OpCode.DELETE) {
      return new Part(op, Delete.Request.read(reader));
    } else if (op == OpCode.SET_DATA) {
      return new Part(op, SetData.Request.read(reader));
    } else if (op == OpCode.CHECK) {
      return new Part(op, Check.Request.read(reader));
    }
    throw JuteException.of("multi type", type, "1, 2, 5, 13, 15, 19 or 21");
  }

  /**
   * In a multi the flags make a container too, whatever the type; on its own only the type does.
   */
  private static Part create(OpCode type, Create.Request create) {
    CreateMode mode = CreateMode.fromFlags(create.flags());
    if (mode == null || mode.isTtl()) {
      throw JuteException.of("multi create flags", create.flags(), "0..4");
    }
    return new Part(mode.isContainer() ? OpCode.CREATE_CONTAINER : type, create);
  }

  /** Flags that say nothing of a time to live make what a plain create would make of them. */
  private static Part createTtl(CreateTtl.Request create) {
    CreateMode mode = CreateMode.fromFlags(create.flags());
    if (mode != null && mode.isTtl()) {
      return new Part(OpCode.CREATE_TTL, create);
    }
    OpCode type = mode != null && mode.isContainer() ? OpCode.CREATE_CONTAINER : OpCode.CREATE;
    return new Part(
        type, new Create.Request(create.path(), create.data(), create.acl(), create.flags()));
  }
}
