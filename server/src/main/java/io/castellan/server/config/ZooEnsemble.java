package io.castellan.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a member of an ensemble goes by.
 *
 * @param own this server's line
 * @param servers the lines of all, by number
 * @param groups the group of each server, empty when a majority decides
 * @param weights how much each server's voice weighs in its group
 * @param initLimit ticks until a member has its leader's history
 * @param syncLimit ticks for which a leader and a learner may not hear from each other
 * @param listenOnAllInterfaces whether the ports for other servers are open on all addresses
 * @param connectTimeoutMs how long it may take to reach another election port
 * @param bindRetries how often the election port is tried again
 * @param commitLogCount how many of the last transactions are kept for learners
 * @param forceSnapshot whether learners always get the whole state
 */
public record ZooEnsemble(
    ServerLine own,
    List<ServerLine> servers,
    Map<Long, Long> groups,
    Map<Long, Long> weights,
    int initLimit,
    int syncLimit,
    boolean listenOnAllInterfaces,
    int connectTimeoutMs,
    int bindRetries,
    int commitLogCount,
    boolean forceSnapshot) {
  private static final int ONLY_ELECTION = 3;

  /** The fewest that stock keeps, whatever it is told. */
  private static final int LEAST_COMMIT_LOG = 500;

  /** The ensemble that the lines name, or null when they name a server alone. */
  static @Nullable ZooEnsemble of(
      Settings settings, List<ServerLine> servers, Map<String, String> entries, Path dataDir) {
    boolean alone =
        servers.isEmpty() || (servers.size() == 1 && settings.getBoolean("standaloneEnabled"));
    if (alone) {
      return null;
    }
    int algorithm = settings.getInt("electionAlg");
    if (algorithm != ONLY_ELECTION) {
      throw new ConfigException(
          "electionAlg: " + algorithm + " (expected: 3; the others are gone, from stock too)");
    }
    Map<Long, ServerLine> byId = byId(servers);
    if (servers.stream().allMatch(ServerLine::observer)) {
      throw new ConfigException(
          "server lines: observers only (expected: at least one participant)");
    }
    Map<Long, Long> groups = groups(entries, byId);
    return new ZooEnsemble(
        own(byId, dataDir),
        List.copyOf(byId.values()),
        groups,
        weights(entries, byId),
        limit(settings, "initLimit"),
        limit(settings, "syncLimit"),
        settings.getBoolean("quorumListenOnAllIPs"),
        settings.getInt("zookeeper.cnxTimeout"),
        settings.getInt("zookeeper.electionPortBindRetry"),
        Math.max(LEAST_COMMIT_LOG, settings.getInt("zookeeper.commitLogCount")),
        settings.getBoolean("zookeeper.forceSnapshotSync"));
  }

  private static Map<Long, ServerLine> byId(List<ServerLine> servers) {
    Map<Long, ServerLine> byId = new TreeMap<>();
    for (ServerLine server : servers) {
      if (byId.put(server.id(), server) != null) {
        throw new ConfigException("server." + server.id() + ": more than one line");
      }
    }
    return byId;
  }

  private static int limit(Settings settings, String key) {
    int ticks = settings.getInt(key);
    if (ticks <= 0) {
      throw new ConfigException(
          key
              + ": "
              + (ticks == 0 ? "not set" : ticks)
              + " (expected: a number of ticks, as several servers need it)");
    }
    return ticks;
  }

  private static ServerLine own(Map<Long, ServerLine> byId, Path dataDir) {
    Path file = dataDir.resolve("myid");
    String text;
    try {
      text = Files.readString(file).trim();
    } catch (IOException e) {
      throw new ConfigException(
          file + ": cannot be read (expected: this server's number, one of " + byId.keySet() + ")");
    }
    try {
      ServerLine own = byId.get(Long.parseLong(text));
      if (own != null) {
        return own;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new ConfigException(
        file + ": \"" + text + "\" (expected: one of " + byId.keySet() + ", the server lines)");
  }

  private static Map<Long, Long> groups(Map<String, String> entries, Map<Long, ServerLine> byId) {
    Map<Long, Long> groups = new HashMap<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith("group.")) {
        continue;
      }
      long group = number(key, key.substring("group.".length()));
      for (String part : entry.getValue().trim().split(":", -1)) {
        long server = number(key, part.trim());
        if (!byId.containsKey(server) || groups.put(server, group) != null) {
          throw new ConfigException(
              key
                  + ": server "
                  + server
                  + " (expected: one of the server lines, and in one group)");
        }
      }
    }
    List<Long> missing = new ArrayList<>();
    for (ServerLine server : byId.values()) {
      if (!server.observer() && !groups.containsKey(server.id())) {
        missing.add(server.id());
      }
    }
    if (!groups.isEmpty() && !missing.isEmpty()) {
      throw new ConfigException("group lines: servers " + missing + " are in no group");
    }
    return groups;
  }

  private static Map<Long, Long> weights(Map<String, String> entries, Map<Long, ServerLine> byId) {
    Map<Long, Long> weights = new HashMap<>();
    byId.keySet().forEach(id -> weights.put(id, 1L));
    entries.forEach(
        (key, value) -> {
          if (key.startsWith("weight.")) {
            weights.put(number(key, key.substring("weight.".length())), number(key, value.trim()));
          }
        });
    return weights;
  }

  private static long number(String key, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(key + ": \"" + text + "\" (expected: a number)");
    }
  }

  /** The configuration as servers tell it to one another (ZOOKEEPER-107). */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (ServerLine server : servers) {
      text.append("server.").append(server.id()).append('=');
      List<String> addresses = new ArrayList<>();
      for (ServerLine.Address address : server.addresses()) {
        addresses.add(
            bracketed(address.host()) + ":" + address.quorumPort() + ":" + address.electionPort());
      }
      text.append(String.join("|", addresses))
          .append(server.observer() ? ":observer" : ":participant");
      ServerLine.Client client = server.client();
      if (client != null) {
        String host = client.host().isEmpty() ? "0.0.0.0" : client.host();
        text.append(';').append(bracketed(host)).append(':').append(client.port());
      }
      text.append('\n');
    }
    new TreeMap<>(byGroup())
        .forEach(
            (group, ids) ->
                text.append("group.").append(group).append('=').append(ids).append('\n'));
    if (!groups.isEmpty()) {
      weights.forEach(
          (id, weight) ->
              text.append("weight.").append(id).append('=').append(weight).append('\n'));
    }
    return text.append("version=0").toString();
  }

  private Map<Long, String> byGroup() {
    Map<Long, String> byGroup = new TreeMap<>();
    new TreeMap<>(groups)
        .forEach((id, group) -> byGroup.merge(group, Long.toString(id), (a, b) -> a + ":" + b));
    return byGroup;
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
