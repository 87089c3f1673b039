package io.castellan.server.zk.peer.quorum;

import io.castellan.server.zk.txn.WriteRequest.NoBody;
import io.castellan.zk.protocol.OpCode;
import io.castellan.zk.protocol.jute.JuteException;
import io.castellan.zk.protocol.jute.JuteReader;
import io.castellan.zk.protocol.jute.JuteWriter;
import io.castellan.zk.protocol.message.Check;
import io.castellan.zk.protocol.message.Create;
import io.castellan.zk.protocol.message.CreateSession;
import io.castellan.zk.protocol.message.CreateTtl;
import io.castellan.zk.protocol.message.Delete;
import io.castellan.zk.protocol.message.DeleteContainer;
import io.castellan.zk.protocol.message.Multi;
import io.castellan.zk.protocol.message.Reconfig;
import io.castellan.zk.protocol.message.SetAcl;
import io.castellan.zk.protocol.message.SetData;

/** The bodies of requests that learners hand on to their leader: those of the client, unchanged. */
final class RequestBodies {
  private RequestBodies() {}

  static Object read(OpCode op, JuteReader reader) {
    return switch (op) {
      case CREATE, CREATE2, CREATE_CONTAINER -> Create.Request.read(reader);
      case CREATE_TTL -> CreateTtl.Request.read(reader);
      case DELETE -> Delete.Request.read(reader);
      case DELETE_CONTAINER -> DeleteContainer.Request.read(reader);
      case SET_DATA -> SetData.Request.read(reader);
      case SET_ACL -> SetAcl.Request.read(reader);
      case CHECK -> Check.Request.read(reader);
      case MULTI -> Multi.Request.read(reader);
      case RECONFIG -> Reconfig.Request.read(reader);
      case CREATE_SESSION -> CreateSession.Request.read(reader);
      case CLOSE_SESSION -> NoBody.INSTANCE;
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
          WHO_AM_I,
          ERROR ->
          throw JuteException.of("request type", op.code(), "that of a write");
    };
  }

  static void write(Object body, JuteWriter writer) {
    if (body instanceof Create.Request create) {
      create.write(writer);
    } else if (body instanceof CreateTtl.Request create) {
      create.write(writer);
    } else if (body instanceof Delete.Request delete) {
      delete.write(writer);
    } else if (body instanceof DeleteContainer.Request delete) {
      delete.write(writer);
    } else if (body instanceof SetData.Request set) {
      set.write(writer);
    } else if (body instanceof SetAcl.Request set) {
      set.write(writer);
    } else if (body instanceof Check.Request check) {
      check.write(writer);
    } else if (body instanceof Multi.Request multi) {
      multi.write(writer);
    } else if (body instanceof Reconfig.Request reconfig) {
      reconfig.write(writer);
    } else if (body instanceof CreateSession.Request create) {
      create.write(writer);
    } else if (body != NoBody.INSTANCE) {
      throw new IllegalStateException("request body: " + body.getClass() + " (expected: a write)");
    }
  }
}
