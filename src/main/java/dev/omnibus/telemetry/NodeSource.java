package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;

/** How the machine and this process are. */
final class NodeSource implements Source {

  private final Machine machine;
  private long cpuNanos = -1;
  private long when;

  NodeSource(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void sample(Sample into) {
    known(into, Metric.NODE_CPU, machine.cpuPercent());
    known(into, Metric.NODE_MEMORY_USED, machine.memoryUsed());
    known(into, Metric.NODE_MEMORY_TOTAL, machine.memoryTotal());
    known(into, Metric.HEAP_USED, machine.heapUsed());
    known(into, Metric.HEAP_MAX, machine.heapMax());
    known(into, Metric.RSS, machine.rss());
    known(into, Metric.FDS, machine.openFiles());
    known(into, Metric.THREADS, machine.threads());
    known(into, Metric.CPU, cpuPercent(machine.cpuNanos(), System.nanoTime()));
    into.total(SeriesKey.NODE, Metric.GC, machine.gcMillis());
  }

  private double cpuPercent(long nanos, long now) {
    double percent = cpuNanos < 0 ? -1 : 100.0 * (nanos - cpuNanos) / Math.max(1, now - when);
    cpuNanos = nanos;
    when = now;
    return Machine.tenths(percent);
  }

  private static void known(Sample into, Metric metric, double value) {
    if (value >= 0) {
      into.gauge(SeriesKey.NODE, metric, value);
    }
  }
}
