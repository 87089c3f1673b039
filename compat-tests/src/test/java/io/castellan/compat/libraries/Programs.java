package io.castellan.compat.libraries;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs and libraries of other languages, as far as this machine has them. */
public final class Programs {
  private static final long LIMIT_SECONDS = 60;

  private Programs() {}

  /** The first of two programs that takes these arguments and ends well. */
  public static Optional<String> firstThatRuns(String first, String second, String... arguments)
      throws Exception {
    for (String program : new String[] {first, second}) {
      List<String> command = new ArrayList<>(List.of(program));
      command.addAll(List.of(arguments));
      if (run(command).status() == 0) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  static String nodeLibrary(String name) throws Exception {
    Run root = run(List.of("npm", "root", "-g"));
    for (String place : new String[] {root.lastLine(), "/usr/share/nodejs"}) {
      Path library = Path.of(place, name);
      if (Files.isDirectory(library)) {
        return library.toString();
      }
    }
    return "";
  }

  /** The path of one of the programs beside this class. */
  public static String script(String name) throws URISyntaxException {
    URL script = Objects.requireNonNull(Programs.class.getResource(name), name);
    return Path.of(script.toURI()).toString();
  }

  /** What a program did; status 127 when there is no such program. */
  record Run(int status, String output) {
    String lastLine() {
      String text = output.strip();
      return text.substring(text.lastIndexOf('\n') + 1);
    }
  }

  static Run run(List<String> command) throws Exception {
    Path output = Files.createTempFile("castellan-library-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      return new Run(ended ? process.exitValue() : -1, Files.readString(output));
    } catch (IOException noSuchProgram) {
      return new Run(127, String.valueOf(noSuchProgram.getMessage()));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
