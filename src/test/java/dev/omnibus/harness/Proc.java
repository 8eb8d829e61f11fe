package dev.omnibus.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process, and says to it. */
public final class Proc {

  private Proc() {}

  /** Megabytes it holds in memory now. */
  public static long residentMegabytes(long pid) throws IOException {
    return megabytes(pid, "VmRSS:");
  }

  /** The most megabytes it has ever held in memory. */
  public static long peakMegabytes(long pid) throws IOException {
    return megabytes(pid, "VmHWM:");
  }

  /** Sends it a signal, such as {@code -STOP}; it is sent when this returns. */
  public static void signal(Process process, String signal) throws IOException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().onExit().join();
  }

  private static long megabytes(long pid, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("\\D+", ""))
        .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
