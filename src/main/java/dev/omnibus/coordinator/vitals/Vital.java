package dev.omnibus.coordinator.vitals;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * What the process of a server takes: with all that it started where this node runs it, else as the
 * server itself reports it. Null is what nobody says.
 *
 * <p>{@code {"pid":4711,"processes":2,"cpuPercent":3.5,"rssBytes":52428800,"openFiles":14,
 * "threads":9}}; reported, {@code {"reported":true,"cpuPercent":3.5,..}} or {@code
 * {"reported":true,"trouble":"HTTP 404"}}
 *
 * @param pid null where another machine may run it
 * @param cpuPercent of one processor, since the look before; null at the first
 * @param trouble why nothing is known of one that should report
 */
record Vital(
    Long pid,
    Integer processes,
    Double cpuPercent,
    Long rssBytes,
    Long openFiles,
    Long threads,
    String trouble) {

  private static final double MUCH_CPU = 2.0;
  private static final double MUCH_MEMORY = 0.05;

  /** Of a process that this node runs. */
  static Vital seen(
      long pid, int processes, Double cpuPercent, Long rssBytes, Long openFiles, Long threads) {
    return new Vital(pid, processes, cpuPercent, rssBytes, openFiles, threads, null);
  }

  /** As a server says it of itself. */
  static Vital reported(Double cpuPercent, Long rssBytes, Long openFiles, Long threads) {
    return new Vital(null, null, cpuPercent, rssBytes, openFiles, threads, null);
  }

  /** Of a server that should say it. */
  static Vital unread(String why) {
    return new Vital(null, null, null, null, null, null, why);
  }

  boolean saysNothing() {
    return cpuPercent == null && rssBytes == null && openFiles == null && threads == null;
  }

  private boolean isReported() {
    return pid == null;
  }

  /** Whether it is worth telling who knows the other. */
  boolean differs(Vital told) {
    return told == null
        || !Objects.equals(pid, told.pid)
        || !Objects.equals(processes, told.processes)
        || !Objects.equals(openFiles, told.openFiles)
        || !Objects.equals(threads, told.threads)
        || !Objects.equals(trouble, told.trouble)
        || Math.abs(orNothing(cpuPercent) - orNothing(told.cpuPercent)) > MUCH_CPU
        || Math.abs(orNothing(rssBytes) - orNothing(told.rssBytes))
            > MUCH_MEMORY * orNothing(told.rssBytes);
  }

  private static double orNothing(Number number) {
    return number == null ? 0 : number.doubleValue();
  }

  void sample(SeriesKey key, Source.Sample into) {
    say(key, Metric.CPU, cpuPercent, into);
    say(key, Metric.RSS, rssBytes, into);
    say(key, Metric.FDS, openFiles, into);
    say(key, Metric.THREADS, threads, into);
  }

  /** What somebody else runs takes something, also while nobody says what. */
  private void say(SeriesKey key, Metric metric, Number value, Source.Sample into) {
    if (value != null) {
      into.gauge(key, metric, value.doubleValue());
    } else if (isReported()) {
      into.unknown(key, metric);
    }
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    if (isReported()) {
      json.put("reported", true);
    } else {
      json.put("pid", pid).put("processes", processes);
    }
    if (trouble != null) {
      return json.put("trouble", trouble);
    }
    return json.put("cpuPercent", cpuPercent)
        .put("rssBytes", rssBytes)
        .put("openFiles", openFiles)
        .put("threads", threads);
  }
}
