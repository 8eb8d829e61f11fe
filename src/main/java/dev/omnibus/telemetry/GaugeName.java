package dev.omnibus.telemetry;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;

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

  /** Null for what is no gauge, and for what another meter of this node says already. */
  static GaugeName of(SeriesKey key, Metric metric) {
    GaugeName word = key.isNode() ? ofNode(metric) : ofServer(metric);
    return word == null ? null : word.after(key);
  }

  private GaugeName after(SeriesKey key) {
    String whose = key.isNode() ? "node." : key.replica() > 0 ? "replica." : "server.";
    return new GaugeName("omnibus." + whose + name, unit, scale, help);
  }

  private static GaugeName ofServer(Metric metric) {
    return switch (metric) {
      case IN_FLIGHT -> count("calls.in.flight", "Calls that are at the server");
      case QUEUE -> count("calls.queued", "Calls that wait for a place at the server");
      case BREAKER ->
          count("breaker.state", "0 closed, 1 open, 2 half open, 3 forced open, 4 forced closed");
      case POOL_OPEN -> count("connections.open", "Open connections to the server");
      case POOL_IDLE -> count("connections.idle", "Open connections that nobody uses");
      case POOL_WAITING -> count("calls.connecting", "Calls whose connection is being made");
      case CPU, RSS, FDS, THREADS -> ofProcess(metric);
      default -> null;
    };
  }

  private static GaugeName ofProcess(Metric metric) {
    return switch (metric) {
      case CPU -> scaled("process.cpu.ratio", null, PERCENT, "Processor time; 1 is one core");
      case RSS -> scaled("process.resident.memory", BYTES, 1, "Resident memory");
      case FDS -> count("process.open.fds", "Open files");
      case THREADS -> count("process.threads", "Threads");
      default -> null;
    };
  }

  /** The heap, threads and files of the node are there as jvm_* and process_*. */
  private static GaugeName ofNode(Metric metric) {
    return switch (metric) {
      case NODE_CPU ->
          scaled("cpu.ratio", null, PERCENT, "Share of all cores of the machine that is in use");
      case NODE_MEMORY_USED -> scaled("memory.used", BYTES, 1, "Memory of the machine in use");
      case NODE_MEMORY_TOTAL -> scaled("memory.size", BYTES, 1, "Memory of the machine");
      case LOOP_LAG ->
          scaled("loop.lag", "seconds", MILLI, "Longest wait for an event loop in a second");
      case CPU, RSS -> ofProcess(metric);
      default -> null;
    };
  }

  private static GaugeName count(String name, String help) {
    return scaled(name, null, 1, help);
  }

  private static GaugeName scaled(String name, String unit, double scale, String help) {
    return new GaugeName(name, unit, scale, help);
  }
}
