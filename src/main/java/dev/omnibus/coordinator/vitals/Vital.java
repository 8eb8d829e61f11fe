package dev.omnibus.coordinator.vitals;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * What the process of a server takes, with all that it started. Null is what the system does not
 * say.
 *
 * <p>{@code {"pid":4711,"processes":2,"cpuPercent":3.5,"rssBytes":52428800,"openFiles":14,
 * "threads":9}}
 *
 * @param cpuPercent of one processor, since the look before; null at the first
 */
record Vital(
    long pid, int processes, Double cpuPercent, Long rssBytes, Integer openFiles, Integer threads) {

  private static final double MUCH_CPU = 2.0;
  private static final double MUCH_MEMORY = 0.05;

  /** Whether it is worth telling who knows the other. */
  boolean differs(Vital told) {
    return told == null
        || pid != told.pid
        || processes != told.processes
        || !Objects.equals(openFiles, told.openFiles)
        || !Objects.equals(threads, told.threads)
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

  private static void say(SeriesKey key, Metric metric, Number value, Source.Sample into) {
    if (value != null) {
      into.gauge(key, metric, value.doubleValue());
    }
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("pid", pid)
        .put("processes", processes)
        .put("cpuPercent", cpuPercent)
        .put("rssBytes", rssBytes)
        .put("openFiles", openFiles)
        .put("threads", threads);
  }
}
