package io.castellan.server.zk.request;

import io.castellan.zk.protocol.KeeperError;
import io.castellan.zk.protocol.jute.JuteWriter;
import java.util.EnumMap;
import java.util.Map;

/** The body of a reply with an error. One for each error, since they are many. */
record Failure(KeeperError error) implements ResponseBody {
  private static final Map<KeeperError, Failure> ALL = new EnumMap<>(KeeperError.class);

  static {
    for (KeeperError error : KeeperError.values()) {
      ALL.put(error, new Failure(error));
    }
  }

  static ResponseBody of(KeeperError error) {
    return ALL.getOrDefault(error, new Failure(error));
  }

  @Override
  public void write(JuteWriter writer) {}
}
