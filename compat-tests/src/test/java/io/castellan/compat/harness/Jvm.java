package io.castellan.compat.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java processes, on the JDK that runs the tests. */
public final class Jvm {
  /**
   * For processes that live briefly or do little: quick to start, light beside others on two cores.
   */
  public static final List<String> LIGHT =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  private Jvm() {}

  /** {@code java <flags> -cp <classPath> <mainClass> <arguments>}. */
  public static List<String> command(
      List<String> flags, String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
