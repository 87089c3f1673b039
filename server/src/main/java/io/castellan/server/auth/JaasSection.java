package io.castellan.server.auth;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * One section of a JAAS file: the modules by which a server gets its keys or its users.
 *
 * @param name the section's name
 * @param modules in the order of the file
 * @param configuration the whole file, as JAAS itself wants it
 */
public record JaasSection(String name, List<Module> modules, Configuration configuration) {

  /**
   * One module of a section.
   *
   * @param className the class that the file names, which need not exist here
   * @param options its options, with passwords among them
   */
  public record Module(String className, Map<String, String> options) {
    /** The names of the options, without their values. */
    @Override
    public String toString() {
      return className + options.keySet();
    }
  }

  /**
   * Reads a section.
   *
   * @param file the path or URL that {@code java.security.auth.login.config} gives, or null for
   *     where else the JVM looks
   * @return null when there is no such section, or no file and none was named
   * @throws IOException naming the file, when it cannot be read or understood
   */
  public static @Nullable JaasSection read(@Nullable String file, String name) throws IOException {
    Configuration configuration = configuration(file);
    AppConfigurationEntry[] entries =
        configuration == null ? null : configuration.getAppConfigurationEntry(name);
    if (configuration == null || entries == null) {
      return null;
    }
    return new JaasSection(
        name, List.of(entries).stream().map(JaasSection::module).toList(), configuration);
  }

  private static @Nullable Configuration configuration(@Nullable String file) throws IOException {
    if (file == null) {
      try {
        return Configuration.getConfiguration();
      } catch (SecurityException noFile) {
        return null;
      }
    }
    // "==file" asks the JVM to forget its other files; here it is the only one anyway.
    String text = file.startsWith("=") ? file.substring(1) : file;
    Path path = Path.of(text);
    URI uri = Files.exists(path) ? path.toUri() : URI.create(text);
    try {
      return Configuration.getInstance("JavaLoginConfig", new URIParameter(uri));
    } catch (NoSuchAlgorithmException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "java.security.auth.login.config: " + text + " (" + cause.getMessage() + ")", e);
    }
  }

  private static Module module(AppConfigurationEntry entry) {
    Map<String, String> options = new TreeMap<>();
    entry.getOptions().forEach((key, value) -> options.put(key, String.valueOf(value)));
    return new Module(entry.getLoginModuleName(), Map.copyOf(options));
  }

  /** The users of the modules' options {@code user_NAME="password"}. */
  public Map<String, String> users() {
    Map<String, String> users = new TreeMap<>();
    for (Module module : modules) {
      module
          .options()
          .forEach(
              (key, value) -> {
                if (key.startsWith("user_")) {
                  users.put(key.substring("user_".length()), value);
                }
              });
    }
    return users;
  }

  /** Whether a module of this class is in the section. */
  public boolean has(String className) {
    return modules.stream().anyMatch(module -> module.className().equals(className));
  }

  /** The modules by name; their options may be secret. */
  @Override
  public String toString() {
    return name + modules;
  }
}
