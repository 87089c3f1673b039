package io.castellan.compat.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used.
 *
 * @param cpu user and system time since its start
 * @param residentBytes its resident set now; 0 where the system has no {@code /proc}
 */
public record ProcessUsage(Duration cpu, long residentBytes) {

  /** Reads both now: from {@code /proc} where there is one, else what the JDK offers. */
  static ProcessUsage of(ProcessHandle process) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      return new ProcessUsage(
          cpu(Files.readString(proc.resolve("stat"))), resident(proc.resolve("status")));
    } catch (IOException noProc) {
      return new ProcessUsage(process.info().totalCpuDuration().orElse(Duration.ZERO), 0);
    }
  }

  /**
   * proc(5): utime and stime are fields 14 and 15; the name in field 2 may hold spaces and
   * parentheses.
   */
  private static Duration cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    // USER_HZ, the unit of these fields, is 100 on every architecture that Linux presents to
    // programs.
    return Duration.ofMillis(ticks * 10);
  }

  private static long resident(Path status) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
