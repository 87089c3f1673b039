package io.castellan.server.zk.request;

import io.castellan.zk.protocol.OpCode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which handler answers which operation. Immutable. */
public final class RequestTable {
  private final Map<OpCode, RequestHandler<?>> handlers = new EnumMap<>(OpCode.class);

  /** All operations that clients may ask a server for. */
  public RequestTable() {
    handlers.put(OpCode.CREATE, new CreateHandler());
    handlers.put(OpCode.CREATE2, new Create2Handler());
    handlers.put(OpCode.CREATE_CONTAINER, new Create2Handler());
    handlers.put(OpCode.CREATE_TTL, new CreateTtlHandler());
    handlers.put(OpCode.DELETE, new DeleteHandler());
    handlers.put(OpCode.EXISTS, new ExistsHandler());
    handlers.put(OpCode.GET_DATA, new GetDataHandler());
    handlers.put(OpCode.SET_DATA, new SetDataHandler());
    handlers.put(OpCode.GET_ACL, new GetAclHandler());
    handlers.put(OpCode.SET_ACL, new SetAclHandler());
    handlers.put(OpCode.GET_CHILDREN, new GetChildrenHandler());
    handlers.put(OpCode.GET_CHILDREN2, new GetChildren2Handler());
    handlers.put(OpCode.SYNC, new SyncHandler());
    handlers.put(OpCode.PING, new PingHandler());
    handlers.put(OpCode.MULTI, new MultiHandler());
    handlers.put(OpCode.MULTI_READ, new MultiReadHandler());
    handlers.put(OpCode.RECONFIG, new ReconfigHandler());
    handlers.put(OpCode.CHECK_WATCHES, new CheckWatchesHandler());
    handlers.put(OpCode.REMOVE_WATCHES, new RemoveWatchesHandler());
    handlers.put(OpCode.AUTH, new AuthHandler());
    handlers.put(OpCode.SET_WATCHES, new SetWatchesHandler());
    handlers.put(OpCode.SET_WATCHES2, new SetWatches2Handler());
    handlers.put(OpCode.GET_EPHEMERALS, new GetEphemeralsHandler());
    handlers.put(OpCode.GET_ALL_CHILDREN_NUMBER, new GetAllChildrenNumberHandler());
    handlers.put(OpCode.ADD_WATCH, new AddWatchHandler());
    handlers.put(OpCode.WHO_AM_I, new WhoAmIHandler());
    handlers.put(OpCode.CLOSE_SESSION, new CloseSessionHandler());
  }

  /** The handler of an operation, or null when clients may not ask for it. */
  public @Nullable RequestHandler<?> find(@Nullable OpCode op) {
    return op == null ? null : handlers.get(op);
  }
}
