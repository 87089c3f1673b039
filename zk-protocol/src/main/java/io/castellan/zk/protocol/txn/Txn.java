package io.castellan.zk.protocol.txn;

import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import org.jspecify.annotations.Nullable;

/**
 * The record of a transaction: a change that has been decided, in values that no longer depend on
 * anything.
 */
public sealed interface Txn
    permits CheckVersionTxn,
        CloseSessionTxn,
        CreateContainerTxn,
        CreateSessionTxn,
        CreateTtlTxn,
        CreateTxn,
        DeleteTxn,
        ErrorTxn,
        MultiTxn,
        SetAclTxn,
        SetDataTxn {
  /** Writes the record. */
  void write(JuteWriter writer);

  /**
   * Reads the record of a transaction.
   *
   * @param type the code of its operation
   * @throws JuteException if the type is not that of a transaction, or the bytes are not such a
   *     record
   */
  static Txn read(int type, JuteReader reader) {
    @Nullable OpCode op = OpCode.fromCode(type);
    if (op == null) {
      throw unknown(type);
    }
    return switch (op) {
      case CREATE, CREATE2 -> CreateTxn.read(reader);
      case CREATE_CONTAINER -> CreateContainerTxn.read(reader);
      case CREATE_TTL -> CreateTtlTxn.read(reader);
      case DELETE, DELETE_CONTAINER -> DeleteTxn.read(reader);
      case SET_DATA, RECONFIG -> SetDataTxn.read(reader);
      case SET_ACL -> SetAclTxn.read(reader);
      case CHECK -> CheckVersionTxn.read(reader);
      case CREATE_SESSION -> CreateSessionTxn.read(reader);
      case CLOSE_SESSION -> CloseSessionTxn.read(reader);
      case ERROR -> ErrorTxn.read(reader);
      case MULTI -> MultiTxn.read(reader);
      case NOTIFICATION,
          EXISTS,
          GET_DATA,
          GET_ACL,
          GET_CHILDREN,
          SYNC,
          PING,
          GET_CHILDREN2,
          CHECK_WATCHES,
          REMOVE_WATCHES,
          MULTI_READ,
          AUTH,
          SET_WATCHES,
          SASL,
          GET_EPHEMERALS,
          GET_ALL_CHILDREN_NUMBER,
          SET_WATCHES2,
          ADD_WATCH,
          WHO_AM_I ->
          throw unknown(type);
    };
  }

  private static JuteException unknown(int type) {
    return JuteException.of("txn type", type, "the type of a transaction");
  }
}
