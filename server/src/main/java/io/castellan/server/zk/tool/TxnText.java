package io.castellan.server.zk.tool;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.txn.CheckVersionTxn;
import io.castellan.zk.protocol.txn.CloseSessionTxn;
import io.castellan.zk.protocol.txn.CreateContainerTxn;
import io.castellan.zk.protocol.txn.CreateSessionTxn;
import io.castellan.zk.protocol.txn.CreateTtlTxn;
import io.castellan.zk.protocol.txn.CreateTxn;
import io.castellan.zk.protocol.txn.DeleteTxn;
import io.castellan.zk.protocol.txn.ErrorTxn;
import io.castellan.zk.protocol.txn.MultiTxn;
import io.castellan.zk.protocol.txn.SetAclTxn;
import io.castellan.zk.protocol.txn.SetDataTxn;
import io.castellan.zk.protocol.txn.Txn;
import io.castellan.zk.protocol.txn.TxnHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.text.DateFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line for a transaction of the log, as stock's tool prints it. */
final class TxnText {
  private final DateFormat dates =
      DateFormat.getDateTimeInstance(DateFormat.SHORT, DateFormat.LONG);

  /**
   * @param blob a header and a transaction, which may be damaged
   */
  String of(byte[] blob) {
    JuteReader reader = new JuteReader(Unpooled.wrappedBuffer(blob), Integer.MAX_VALUE);
    try {
      TxnHeader header = TxnHeader.read(reader);
      String head =
          dates.format(header.timeMs())
              + " session 0x"
              + Long.toHexString(header.sessionId())
              + " cxid 0x"
              + Long.toHexString(header.cxid())
              + " zxid 0x"
              + Long.toHexString(header.zxid())
              + " "
              + opName(header.type())
              + " ";
      return head + body(header.type(), reader);
    } catch (JuteException e) {
      return "an entry of " + blob.length + " bytes without a header: " + e.getMessage();
    }
  }

  private static String body(int type, JuteReader reader) {
    try {
      return text(Txn.read(type, reader));
    } catch (JuteException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static String text(Txn txn) {
    if (txn instanceof CreateTxn t) {
      return commas(
          t.path(), text(t.data()), JuteText.lines(t.acl()), t.ephemeral(), t.parentCversion());
    } else if (txn instanceof CreateContainerTxn t) {
      return commas(t.path(), text(t.data()), JuteText.lines(t.acl()), t.parentCversion());
    } else if (txn instanceof CreateTtlTxn t) {
      return commas(
          t.path(), text(t.data()), JuteText.lines(t.acl()), t.parentCversion(), t.ttlMs());
    } else if (txn instanceof SetDataTxn t) {
      return commas(t.path(), text(t.data()), t.version());
    } else if (txn instanceof DeleteTxn t) {
      return JuteText.of(t.path());
    } else if (txn instanceof SetAclTxn t) {
      List<String> acl = t.acl().stream().map(JuteText::structure).toList();
      return commas(JuteText.of(t.path()), JuteText.vector(acl), t.version());
    } else if (txn instanceof CheckVersionTxn t) {
      return commas(JuteText.of(t.path()), t.version());
    } else if (txn instanceof CreateSessionTxn t) {
      return Integer.toString(t.timeoutMs());
    } else if (txn instanceof CloseSessionTxn t) {
      List<String> paths = t.pathsToDelete();
      return paths == null ? "" : JuteText.vector(paths.stream().map(JuteText::of).toList());
    } else if (txn instanceof ErrorTxn t) {
      return Integer.toString(t.err());
    } else if (txn instanceof MultiTxn t) {
      return String.join(";", t.parts().stream().map(TxnText::text).toList());
    }
    throw new IllegalStateException("transaction: " + txn.getClass());
  }

  private static String text(MultiTxn.Part part) {
    ByteBuf bytes = Unpooled.buffer();
    part.txn().write(new JuteWriter(bytes));
    return opName(part.type()) + ":" + bytes.toString(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] data) {
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  private static String commas(Object... values) {
    return String.join(",", List.of(values).stream().map(Object::toString).toList());
  }

  /** {@code createSession} for CREATE_SESSION. */
  private static String opName(int type) {
    OpCode op = OpCode.fromCode(type);
    return switch (op == null ? OpCode.NOTIFICATION : op) {
      case CREATE -> "create";
      case CREATE2 -> "create2";
      case CREATE_CONTAINER -> "createContainer";
      case CREATE_TTL -> "createTTL";
      case DELETE -> "delete";
      case DELETE_CONTAINER -> "deleteContainer";
      case SET_DATA -> "setData";
      case SET_ACL -> "setACL";
      case CHECK -> "check";
      case MULTI -> "multi";
      case RECONFIG -> "reconfig";
      case CREATE_SESSION -> "createSession";
      case CLOSE_SESSION -> "closeSession";
      case ERROR -> "error";
      default -> "unknown " + type;
    };
  }
}
