package io.castellan.server.main;

import io.castellan.server.Castellan;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code kafka-server-start.sh} starts: a broker alone. Arguments, as a process table shows
 * them for stock: {@code kafka.Kafka server.properties [--override key=value]…}.
 */
public final class Kafka {
  private Kafka() {}

  /** Drops the name, which stands there for the process table, and runs. */
  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(List.of("run"));
    if (arguments.length > 1) {
      words.add("--server-properties");
      words.addAll(List.of(arguments).subList(1, arguments.length));
    }
    Castellan.main(words.toArray(new String[0]));
  }
}
