package dev.omnibus.coordinator.vitals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a page of figures says of the process behind it, under the names that are in use: those of
 * Prometheus' own clients first, then those of OpenTelemetry, Micrometer, Java and Go.
 */
enum Reported {
  /** In seconds, since it began. */
  CPU("process_cpu_seconds_total", "process_cpu_time_seconds_total", "process_cpu_time_ns_total"),
  /** In bytes. */
  RSS("process_resident_memory_bytes", "process_memory_usage_bytes"),
  FDS("process_open_fds", "process_files_open_files"),
  THREADS(
      "process_threads",
      "process_num_threads",
      "jvm_threads_current",
      "jvm_threads_live_threads",
      "go_threads");

  /** Of all names: most lines of a page need no second look. */
  private static final String FIRST_LETTERS = "pjg";

  /** No figure is more; one that is comes of a mistake, or of malice. */
  private static final double MOST = 1L << 53;

  private static final double NANO = 1e-9;

  private final List<String> names;

  Reported(String... names) {
    this.names = List.of(names);
  }

  static boolean mayBegin(byte letter) {
    return FIRST_LETTERS.indexOf(letter) >= 0;
  }

  static boolean isName(String name) {
    return Stream.of(values()).anyMatch(figure -> figure.names.contains(name));
  }

  /** The first of its names, for words to people. */
  String usualName() {
    return names.get(0);
  }

  /** Null when none of its names has a value that can be true. */
  Double in(Map<String, Double> values) {
    for (String name : names) {
      double said = values.getOrDefault(name, Double.NaN);
      double value = name.endsWith("_ns_total") ? said * NANO : said;
      if (value >= 0 && value <= MOST) {
        return value;
      }
    }
    return null;
  }
}
