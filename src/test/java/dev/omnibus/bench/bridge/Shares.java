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
    COMPILER,
    COLLECTOR,
    REST;

    static Kind of(String thread) {
      if (thread.startsWith("vert.x-eventloo")) {
        return LOOPS;
      }
      if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
        return COMPILER;
      }
      return thread.startsWith("G1 ") || thread.startsWith("GC ") || thread.startsWith("VM ")
          ? COLLECTOR
          : REST;
    }
  }

  private static final double TICKS_PER_SECOND = 100;

  private final Map<Kind, Double> seconds;

  private Shares(Map<Kind, Double> seconds) {
    this.seconds = seconds;
  }

  static Shares of(long pid) throws IOException {
    Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
    for (Path task : tasks(pid)) {
      try {
        add(seconds, Files.readString(task.resolve("stat")));
      } catch (IOException gone) {
        // a thread that ended since
      }
    }
    return new Shares(seconds);
  }

  private static Collection<Path> tasks(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return all.toList();
    }
  }

  private static void add(Map<Kind, Double> seconds, String stat) {
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    seconds.merge(Kind.of(name), ticks / TICKS_PER_SECOND, Double::sum);
  }

  Shares since(Shares before) {
    Map<Kind, Double> rest = new EnumMap<>(seconds);
    before.seconds.forEach((kind, used) -> rest.merge(kind, -used, Double::sum));
    return new Shares(rest);
  }

  double loops() {
    return seconds.getOrDefault(Kind.LOOPS, 0.0);
  }

  double compiler() {
    return seconds.getOrDefault(Kind.COMPILER, 0.0);
  }

  double all() {
    return seconds.values().stream().mapToDouble(used -> used).sum();
  }

  /** {@code loops 3.10, compiler 8.20, collector 0.10, rest 0.30}. */
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
