package io.castellan.server.zk.admin;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands of the admin server, by all their names. Immutable. */
final class CommandTable {
  private final Map<String, AdminCommand> byPrimaryName = new TreeMap<>();
  private final Map<String, AdminCommand> byName = new HashMap<>();

  CommandTable(List<AdminCommand> commands) {
    for (AdminCommand command : commands) {
      byPrimaryName.put(command.name(), command);
      for (String name : command.names()) {
        if (byName.put(name, command) != null) {
          throw new IllegalStateException("command: " + name + " (expected: a name not taken yet)");
        }
      }
    }
  }

  @Nullable AdminCommand find(String name) {
    return byName.get(name);
  }

  /** The primary names, in order. */
  Collection<String> primaryNames() {
    return byPrimaryName.keySet();
  }
}
