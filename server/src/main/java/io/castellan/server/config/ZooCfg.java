package io.castellan.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What zoo.cfg says, together with the {@code -Dzookeeper.*} system properties, one record per
 * concern.
 *
 * @param settings every key as set, system properties under their full names
 * @param servers the {@code server.N} lines
 * @param ensemble what a member of an ensemble goes by; null for a server alone
 * @param text the file as it was read, secrets hidden; empty when there is none
 * @param report what an operator should be told about the keys
 */
public record ZooCfg(
    Settings settings,
    ZooListener listener,
    ZooSessions sessions,
    ZooLimits limits,
    ZooDisk disk,
    ZooPurge purge,
    ZooAuth auth,
    ZooNodeKinds nodeKinds,
    ZooWrites writes,
    FourLetterWhitelist fourLetterWords,
    ZooAdmin admin,
    ZooMonitoring monitoring,
    ZooAudit audit,
    List<ServerLine> servers,
    @Nullable ZooEnsemble ensemble,
    String text,
    KeyReport report) {

  /**
   * Reads a zoo.cfg, and the file of its {@code dynamicConfigFile} when it names one.
   *
   * @param systemProperties the properties of this JVM; those that ZooKeeper knows count where the
   *     file is silent
   * @throws ConfigException in one line that names the file or the key
   */
  public static ZooCfg load(Path file, Map<String, String> systemProperties) {
    Map<String, String> entries = PropertiesFile.read(file);
    try {
      String dynamicFile = entries.get("dynamicConfigFile");
      if (dynamicFile != null) {
        PropertiesFile.read(Path.of(dynamicFile.trim())).forEach(entries::putIfAbsent);
      }
      return of(entries, systemProperties, PropertiesFile.textWithoutSecrets(file));
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage());
    }
  }

  /**
   * Takes the entries of a zoo.cfg apart.
   *
   * @throws ConfigException in one line that names the key
   */
  public static ZooCfg of(Map<String, String> entries, Map<String, String> systemProperties) {
    return of(entries, systemProperties, "");
  }

  private static ZooCfg of(
      Map<String, String> entries, Map<String, String> systemProperties, String text) {
    ZooKeys keys = new ZooKeys(entries, systemProperties);
    Settings settings = Settings.of(ConfigTable.zoo(), keys.values());
    List<ServerLine> servers = servers(entries);
    ZooDisk disk = ZooDisk.of(settings);
    ZooEnsemble ensemble = ZooEnsemble.of(settings, servers, entries, disk.dataDir());
    return new ZooCfg(
        settings,
        ZooListener.of(settings, ensemble == null ? servers : List.of(ensemble.own())),
        ZooSessions.of(settings),
        ZooLimits.of(settings),
        disk,
        ZooPurge.of(settings),
        ZooAuth.of(settings),
        ZooNodeKinds.of(settings),
        ZooWrites.of(settings),
        FourLetterWhitelist.of(settings),
        ZooAdmin.of(settings),
        ZooMonitoring.of(settings),
        ZooAudit.of(settings),
        servers,
        ensemble,
        text,
        keys.report());
  }

  private static List<ServerLine> servers(Map<String, String> entries) {
    List<ServerLine> servers = new ArrayList<>();
    new TreeMap<>(entries)
        .forEach(
            (name, value) -> {
              if (name.startsWith("server.")) {
                servers.add(ServerLine.parse(name, value.trim()));
              }
            });
    return List.copyOf(servers);
  }
}
