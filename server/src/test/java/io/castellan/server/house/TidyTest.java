package io.castellan.server.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a compiler does not see: leftovers, names, sizes, and what lies at the top. Words are split
 * so as not to find itself.
 */
class TidyTest {
  private static final int MAX_LINES = 600;
  private static final Path ROOT = root();
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "LICENSE",
          "README.md",
          "bin",
          "compat-tests",
          "config",
          "kafka-protocol",
          "pom.xml",
          "server",
          "zk-protocol");
  private static final Set<String> PRODUCED = Set.of("target", "data", "logs");
  private static final Pattern SUFFIX =
      Pattern.compile(".*(Manager|Helper|Helpers|Util|Utils|Impl|Data|Info)\\.java");

  @Test
  void theTopLevelIsWhatTheHouseSays() throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> entries = Files.list(ROOT)) {
      entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith(".") && !PRODUCED.contains(name))
          .forEach(found::add);
    }

    assertEquals(new TreeSet<>(TOP_LEVEL), found);
  }

  @Test
  void nothingIsLeftOver() {
    Pattern leftover =
        Pattern.compile(
            "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled|Thread\\.sl" + "eep\\(");

    assertEquals(List.of(), linesWith(leftover, file -> true));
  }

  @Test
  void onlyTheCommandLinePrints() {
    Pattern print = Pattern.compile("System\\.(out|err)\\b|\\.printStackTrace\\(\\)");

    assertEquals(
        List.of(),
        linesWith(
            print,
            file ->
                isMainCode(file)
                    && !file.endsWith("server/Castellan.java")
                    && !file.endsWith("main/ZooKeeperTools.java")
                    && !file.startsWith(ROOT.resolve("compat-tests"))));
  }

  @Test
  void nothingNamesTheWorkplace() {
    Pattern place = Pattern.compile("/wo" + "rk/|\\.\\./sha" + "red/|/ro" + "ot/|bri" + "ef\\.md");

    assertEquals(List.of(), linesWith(place, file -> true));
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<Path> untold = new TreeSet<>();
    for (Path file : files()) {
      Path sibling = file.resolveSibling("package-info.java");
      if (isMainCode(file)
          && (!Files.exists(sibling) || !text(sibling).matches("(?s)/\\*\\*.*@NullMarked.*"))) {
        untold.add(relative(file).getParent());
      }
    }

    assertEquals(Set.of(), untold);
  }

  @Test
  void noClassIsNamedForDoingThings() {
    // Messages carry the names of the wire.
    List<Path> vague =
        files().stream()
            .filter(file -> SUFFIX.matcher(String.valueOf(file.getFileName())).matches())
            .filter(file -> !file.toString().contains("/protocol/"))
            .map(TidyTest::relative)
            .toList();

    assertEquals(List.of(), vague);
  }

  @Test
  void filesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files()) {
      long lines = file.toString().endsWith(".java") ? text(file).lines().count() : 0;
      if (lines > MAX_LINES) {
        tooLong.add(relative(file) + ": " + lines + " lines");
      }
    }

    assertEquals(List.of(), tooLong);
  }

  @Test
  void linesEndAsOnUnix() {
    assertEquals(
        List.of(),
        files().stream()
            .filter(file -> text(file).contains("\r\n"))
            .map(TidyTest::relative)
            .toList());
  }

  @Test
  void findsTheTreeThatItReads() {
    assertTrue(files().stream().anyMatch(file -> file.endsWith("house/TidyTest.java")));
    assertTrue(files().stream().anyMatch(file -> file.endsWith("bin/castellan")));
  }

  private static List<String> linesWith(Pattern pattern, Predicate<Path> where) {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      if (where.test(file)) {
        List<String> lines = text(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          if (pattern.matcher(lines.get(i)).find()) {
            found.add(relative(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
          }
        }
      }
    }
    return found;
  }

  private static boolean isMainCode(Path file) {
    return file.toString().contains("/src/main/java/");
  }

  /** Every text file that is ours; build output and hidden directories of tools are not. */
  private static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              String name = String.valueOf(dir.getFileName());
              boolean skipped =
                  !dir.equals(ROOT)
                      && ((name.startsWith(".") && !name.equals(".ci"))
                          || name.equals("target")
                          || (ROOT.equals(dir.getParent()) && PRODUCED.contains(name)));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isText(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static boolean isText(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.matches(".*\\.(java|xml|sh|md|cfg|properties|keys|txt|json|html|js|css)")
        || relative(file).startsWith("bin")
        || relative(file).startsWith(".ci");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Path relative(Path file) {
    return ROOT.relativize(file);
  }

  private static Path root() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.exists(dir.resolve("LICENSE"))) {
      dir = dir.getParent();
      if (dir == null) {
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
      }
    }
    return dir;
  }
}
