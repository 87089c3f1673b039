package io.castellan.server.main;

import io.castellan.server.Castellan;
import java.util.Arrays;

/**
 * What {@code kafka-server-start.sh} starts: a broker alone. Arguments: {@code kafka.Kafka}, then
 * those of {@link Castellan}.
 */
public final class Kafka {
  private Kafka() {}

  /** Drops the name, which stands there for the process table, and runs. */
  public static void main(String[] arguments) {
    Castellan.main(Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length));
  }
}
