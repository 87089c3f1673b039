package io.castellan.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A file in Java's properties syntax, which is the syntax of both configuration files. */
final class PropertiesFile {
  private static final Pattern SECRET =
      Pattern.compile("(?i)^(\\s*[\\w.]*(?:password|superDigest)\\s*[=:\\s]\\s*).*");

  private PropertiesFile() {}

  /**
   * Reads a file; of a key that stands twice the last value counts.
   *
   * @return its entries, by key
   * @throws ConfigException naming the file, when it cannot be read
   */
  static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file + ": not in properties syntax: " + e.getMessage());
    }
    Map<String, String> entries = new TreeMap<>();
    properties.forEach((key, value) -> entries.put((String) key, (String) value));
    return entries;
  }

  /**
   * The file as it stands, for administrators, without the values of the keys that hold secrets by
   * the sound of their names.
   */
  static String textWithoutSecrets(Path file) {
    try {
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        text.append(SECRET.matcher(line).replaceFirst("$1[hidden]")).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
