package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a gauge is called on {@code /metrics}, where times are seconds, sizes bytes and shares of
 * one.
 *
 * @param unit what the name ends with; null for a mere number
 * @param scale what a value is multiplied by
 */
record GaugeName(String name, String unit, double scale, String help) {

  private static final String BYTES = "bytes";
  private static final double PERCENT = 0.01;
  private static final double MILLI = 0.001;

  private static final GaugeName CPU =
      new GaugeName("process.cpu.ratio", null, PERCENT, "Processor time; 1 is one core");
  private static final GaugeName RSS =
      new GaugeName("process.resident.memory", BYTES, 1, "Resident memory");

  private static final Map<Metric, GaugeName> OF_SERVERS =
      Map.of(
          Metric.IN_FLIGHT,
          count("calls.in.flight", "Calls that are at the server"),
          Metric.QUEUE,
          count("calls.queued", "Calls that wait for a place at the server"),
          Metric.BREAKER,
          count("breaker.state", "0 closed, 1 open, 2 half open, 3 forced open, 4 forced closed"),
          Metric.POOL_OPEN,
          count("connections.open", "Open connections to the server"),
          Metric.POOL_IDLE,
          count("connections.idle", "Open connections that nobody uses"),
          Metric.POOL_WAITING,
          count("calls.connecting", "Calls whose connection is being made"),
          Metric.CPU,
          CPU,
          Metric.RSS,
          RSS,
          Metric.FDS,
          count("process.open.fds", "Open files"),
          Metric.THREADS,
          count("process.threads", "Threads"));

  /** What is said by jvm_*, process_*, omnibus_bridge_* and omnibus_audit_* is not said again. */
  private static final Map<Metric, GaugeName> OF_NODES =
      Map.of(
          Metric.NODE_CPU,
          new GaugeName("cpu.ratio", null, PERCENT, "Share of all cores of the machine in use"),
          Metric.NODE_MEMORY_USED,
          new GaugeName("memory.used", BYTES, 1, "Memory of the machine in use"),
          Metric.NODE_MEMORY_TOTAL,
          new GaugeName("memory.size", BYTES, 1, "Memory of the machine"),
          Metric.LOOP_LAG,
          new GaugeName("loop.lag", "seconds", MILLI, "Longest wait for an event loop in a second"),
          Metric.CPU,
          CPU,
          Metric.RSS,
          RSS);

  private static final Map<Metric, GaugeName> NODE = after("omnibus.node.", OF_NODES);
  private static final Map<Metric, GaugeName> SERVER = after("omnibus.server.", OF_SERVERS);
  private static final Map<Metric, GaugeName> REPLICA = after("omnibus.replica.", OF_SERVERS);

  /** Null for what another meter of this node says already. */
  static GaugeName of(SeriesKey key, Metric metric) {
    if (key.isNode()) {
      return NODE.get(metric);
    }
    return (key.replica() > 0 ? REPLICA : SERVER).get(metric);
  }

  private static GaugeName count(String name, String help) {
    return new GaugeName(name, null, 1, help);
  }

  private static Map<Metric, GaugeName> after(String prefix, Map<Metric, GaugeName> words) {
    Map<Metric, GaugeName> names = new EnumMap<>(Metric.class);
    words.forEach(
        (metric, word) ->
            names.put(metric, new GaugeName(prefix + word.name, word.unit, word.scale, word.help)));
    return names;
  }
}
