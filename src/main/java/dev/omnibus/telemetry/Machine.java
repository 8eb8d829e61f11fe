package dev.omnibus.telemetry;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java and the system say of this machine and of this process. Reads memory only. */
final class Machine {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path SELF = Path.of("/proc/self/status");
  private static final long KILOBYTE = 1024;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Percent of all cores since the last time; less than 0 while it is not known. For one asker. */
  double cpuPercent() {
    return tenths(100 * system.getCpuLoad());
  }

  /** Time that this process has had of processors since it began. */
  long cpuNanos() {
    return system.getProcessCpuTime();
  }

  long memoryTotal() {
    return system.getTotalMemorySize();
  }

  /** What may be had without taking it from somebody; caches of files may be. */
  long memoryUsed() {
    long total = memoryTotal();
    long machine = field(MEMORY, "MemTotal:");
    boolean whole = machine > 0 && machine == total; // else it is that of a container
    return total - (whole ? field(MEMORY, "MemAvailable:") : system.getFreeMemorySize());
  }

  /** In bytes; less than 0 where there is no such line. */
  private static long field(Path file, String name) {
    for (String line : text(file).split("\n")) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE;
      }
    }
    return -1;
  }

  /** Resident memory of this process; less than 0 where the system does not say. */
  long rss() {
    return field(SELF, "VmRSS:");
  }

  /** Open files of this process; less than 0 where the system does not say. */
  long openFiles() {
    return system instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : -1;
  }

  int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  long heapUsed() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  long heapMax() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
  }

  /** Milliseconds that collections of garbage took since the beginning. */
  long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .filter(millis -> millis > 0)
        .sum();
  }

  static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException none) {
      return "";
    }
  }
}
