package io.castellan.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Maven's local repository as a place to find jars by their coordinates.
 *
 * <p>Where a jar lies in it follows from its coordinates, so that nothing is started to find it: a
 * class path that was resolved before costs a few hundred file look-ups. Missing jars are fetched
 * by one run of Maven, with the settings of the build that runs the tests, so that mirrors and
 * proxies apply.
 */
final class LocalRepository {
  static final LocalRepository INSTANCE =
      new LocalRepository(
          Path.of(
              setting(
                  "castellan.maven.repository",
                  Path.of(System.getProperty("user.home"), ".m2", "repository").toString())));

  private static final long FETCH_LIMIT_MINUTES = 10;

  private final Path root;

  LocalRepository(Path root) {
    this.root = root;
  }

  /** The jars named in a resource, a line {@code group:artifact:version[:classifier]} each. */
  synchronized List<Path> jars(String resource) {
    List<Coordinates> wanted = read(Resources.file(resource));
    List<Coordinates> missing =
        wanted.stream().filter(c -> !Files.isRegularFile(c.in(root))).toList();
    if (!missing.isEmpty()) {
      fetch(missing);
    }
    return wanted.stream().map(c -> c.in(root)).toList();
  }

  private static List<Coordinates> read(Path list) {
    try {
      return Files.readAllLines(list).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Coordinates::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fetches single jars, without reading their POMs: the lists are complete, and the parent of one
   * of the POMs (ZooKeeper 3.9.6) is missing from some mirrors.
   */
  private void fetch(List<Coordinates> missing) {
    System.err.println("fetching " + missing.size() + " stock jars into " + root);
    try {
      Path work = Files.createTempDirectory("castellan-fetch");
      Path pom = work.resolve("pom.xml");
      Path log = work.resolve("maven.log");
      Files.writeString(pom, pom(missing, work.resolve("copies")));
      List<String> command = new ArrayList<>(List.of(maven(), "-B", "-f", pom.toString()));
      command.add("-Dmaven.repo.local=" + root);
      Path settings = Path.of(setting("castellan.maven.settings", ""));
      if (Files.isRegularFile(settings)) {
        command.addAll(List.of("-s", settings.toString()));
      }
      command.add("initialize");
      Process maven =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      boolean ended = maven.waitFor(FETCH_LIMIT_MINUTES, TimeUnit.MINUTES);
      maven.destroyForcibly();
      if (!ended || maven.exitValue() != 0) {
        throw new IllegalStateException(
            "stock jars could not be fetched by " + command + "\n" + Tail.of(log, 40));
      }
      Workspace.delete(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fetching stock jars", e);
    }
  }

  private static String pom(List<Coordinates> missing, Path copies) {
    StringBuilder items = new StringBuilder();
    missing.forEach(c -> items.append(c.artifactItem()));
    return """
    <project>
      <modelVersion>4.0.0</modelVersion>
      <groupId>io.castellan.compat</groupId>
      <artifactId>stock-jars</artifactId>
      <version>1</version>
      <packaging>pom</packaging>
      <build><plugins><plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-dependency-plugin</artifactId>
        <version>3.9.0</version>
        <executions><execution>
          <phase>initialize</phase>
          <goals><goal>copy</goal></goals>
          <configuration>
            <outputDirectory>%s</outputDirectory>
            <artifactItems>%s</artifactItems>
          </configuration>
        </execution></executions>
      </plugin></plugins></build>
    </project>
    """
        .formatted(copies, items);
  }

  private static String maven() {
    String home = setting("castellan.maven.home", "");
    Path script = Path.of(home, "bin", "mvn");
    return !home.isEmpty() && Files.isExecutable(script) ? script.toString() : "mvn";
  }

  /** A system property; one that the build left unset arrives empty or as its own placeholder. */
  private static String setting(String name, String otherwise) {
    String value = System.getProperty(name, "");
    return value.isEmpty() || value.startsWith("${") ? otherwise : value;
  }

  /** What names one jar. */
  private record Coordinates(String group, String artifact, String version, String classifier) {
    static Coordinates parse(String line) {
      String[] parts = line.strip().split(":", -1);
      if (parts.length < 3 || parts.length > 4) {
        throw new IllegalStateException(
            "jar: " + line + " (expected: group:artifact:version[:classifier])");
      }
      return new Coordinates(parts[0], parts[1], parts[2], parts.length == 4 ? parts[3] : "");
    }

    Path in(Path root) {
      String file =
          artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
      return root.resolve(group.replace('.', '/')).resolve(artifact).resolve(version).resolve(file);
    }

    String artifactItem() {
      return "<artifactItem><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</artifactItem>"
          .formatted(
              group,
              artifact,
              version,
              classifier.isEmpty() ? "" : "<classifier>" + classifier + "</classifier>");
    }
  }
}
