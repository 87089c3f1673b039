package io.castellan.server.kafka.log;

import io.castellan.server.storage.Checkpoint;
import io.castellan.server.storage.StorageException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose a log directory is: the file {@code meta.properties}.
 *
 * @param brokerId -1 if the file does not say
 * @param clusterId null if the file does not say
 * @param others keys that mean nothing to a broker on ZooKeeper, kept when the file is written
 *     again
 */
public record MetaProperties(int brokerId, @Nullable String clusterId, Map<String, String> others) {
  /** The file's name. */
  public static final String FILE = "meta.properties";

  private static final String VERSION = "version";
  private static final String BROKER_ID = "broker.id";
  private static final String CLUSTER_ID = "cluster.id";

  /**
   * Reads the file of a directory; null if there is none.
   *
   * @throws StorageException if it is of another version: version 1 belongs to KRaft, whose
   *     directories a broker on ZooKeeper must not touch
   */
  static @Nullable MetaProperties read(Path directory) {
    Path file = directory.resolve(FILE);
    String text = new Checkpoint(file).read();
    if (text == null) {
      return null;
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw StorageException.corrupt(file, "not a properties file: " + e.getMessage());
    }
    String version = properties.getProperty(VERSION, "").trim();
    if (!version.equals("0")) {
      throw StorageException.corrupt(
          file, "version: " + version + " (expected: 0, a broker on ZooKeeper)");
    }
    Map<String, String> others = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (!key.equals(VERSION) && !key.equals(BROKER_ID) && !key.equals(CLUSTER_ID)) {
        others.put(key, properties.getProperty(key));
      }
    }
    return new MetaProperties(
        brokerId(properties, file), properties.getProperty(CLUSTER_ID), others);
  }

  private static int brokerId(Properties properties, Path file) {
    String text = properties.getProperty(BROKER_ID, "-1").trim();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw StorageException.corrupt(file, "broker.id: " + text + " (expected: a number)");
    }
  }

  /** Replaces the file of a directory; on disk when this returns. */
  void write(Path directory, long nowMs) {
    StringBuilder text = new StringBuilder("#\n#").append(Instant.ofEpochMilli(nowMs)).append('\n');
    if (clusterId != null) {
      text.append(CLUSTER_ID).append('=').append(clusterId).append('\n');
    }
    if (brokerId >= 0) {
      text.append(BROKER_ID).append('=').append(brokerId).append('\n');
    }
    text.append(VERSION).append("=0\n");
    others.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    new Checkpoint(directory.resolve(FILE)).write(text.toString());
  }
}
