package io.castellan.server.zk.tool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What stock's classes, which know no other stream, print to standard output. */
final class StockOutput {
  /** Something of stock's. */
  interface Action {
    void run() throws Exception;
  }

  private StockOutput() {}

  static String of(Action action) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
