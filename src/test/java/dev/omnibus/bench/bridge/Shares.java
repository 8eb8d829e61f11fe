package dev.omnibus.bench.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the threads of a Java process were busy with, in seconds of processor: the event loops are
 * what a server does, the compiler is what it costs that it began just now.
 */
final class Shares {

  private enum Kind {
    LOOPS,
    /** Of code that runs for the first time, quickly. */
    C1,
    /** Of code that runs often, thoroughly. */
    C2,
    COLLECTOR,
    REST;

    static Kind of(String thread) {
      if (thread.startsWith("vert.x-eventloo")) {
        return LOOPS;
      }
      if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
        return thread.startsWith("C1 ") ? C1 : C2;
      }
      return thread.startsWith("G1 ") || thread.startsWith("GC ") || thread.startsWith("VM ")
          ? COLLECTOR
          : REST;
    }
  }

  private static final double TICKS_PER_SECOND = 100;

  private final Map<Kind, Double> seconds;
  private final double kernel;
  private final double main;

  /**
   * @param kernel what of it all was spent in the kernel
   * @param main what of it all its first thread took
   */
  private Shares(Map<Kind, Double> seconds, double kernel, double main) {
    this.seconds = seconds;
    this.kernel = kernel;
    this.main = main;
  }

  static Shares of(long pid) throws IOException {
    Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
    double kernel = 0;
    double main = 0;
    for (Path task : tasks(pid)) {
      try {
        String stat = Files.readString(task.resolve("stat"));
        kernel += add(seconds, stat);
        main += task.endsWith(Long.toString(pid)) ? used(fields(stat)) : 0;
      } catch (IOException gone) {
        // a thread that ended since
      }
    }
    return new Shares(seconds, kernel, main);
  }

  private static Collection<Path> tasks(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return all.toList();
    }
  }

  /** Answers what of it was spent in the kernel. */
  private static double add(Map<Kind, Double> seconds, String stat) {
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    String[] fields = fields(stat);
    seconds.merge(Kind.of(name), used(fields), Double::sum);
    return Long.parseLong(fields[12]) / TICKS_PER_SECOND;
  }

  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static double used(String[] fields) {
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  Shares since(Shares before) {
    Map<Kind, Double> rest = new EnumMap<>(seconds);
    before.seconds.forEach((kind, used) -> rest.merge(kind, -used, Double::sum));
    return new Shares(rest, kernel - before.kernel, main - before.main);
  }

  double loops() {
    return seconds.getOrDefault(Kind.LOOPS, 0.0);
  }

  double compiler() {
    return seconds.getOrDefault(Kind.C1, 0.0) + seconds.getOrDefault(Kind.C2, 0.0);
  }

  /** What all threads took but the first; in a process of Node they compile and collect. */
  double besideMain() {
    return all() - main;
  }

  double all() {
    return seconds.values().stream().mapToDouble(used -> used).sum();
  }

  double kernel() {
    return kernel;
  }

  /** {@code loops 3.10, c1 1.20, c2 8.20, collector 0.10, rest 0.30}. */
  @Override
  public String toString() {
    return List.of(Kind.values()).stream()
        .sorted(Comparator.naturalOrder())
        .map(kind -> word(kind) + " %.2f".formatted(seconds.getOrDefault(kind, 0.0)))
        .collect(Collectors.joining(", "));
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
