package dev.omnibus.telemetry;

import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.json.JsonObject;

/** How a node is, in five figures. */
final class NodeLoad {

  private static final long MEGABYTE = 1 << 20;

  private final Machine machine;
  private final ServerBoard board;
  private final Measures measures;

  NodeLoad(Machine machine, ServerBoard board, Measures measures) {
    this.measures = measures;
    this.machine = machine;
    this.board = board;
  }

  /**
   * One look.
   *
   * <p>{@code {"cpuPercent":17.5,"memoryPercent":41.2,"memoryUsedMb":6593,"memoryTotalMb":16003,
   * "activeServers":12}}
   *
   * @param cpuPercent of all cores; null while it is not known
   * @param activeServers those of the fleet that answer, as this node knows it
   */
  record Look(
      Double cpuPercent,
      double memoryPercent,
      long memoryUsedMb,
      long memoryTotalMb,
      int activeServers) {

    JsonObject toJson() {
      return new JsonObject()
          .put("cpuPercent", cpuPercent)
          .put("memoryPercent", memoryPercent)
          .put("memoryUsedMb", memoryUsedMb)
          .put("memoryTotalMb", memoryTotalMb)
          .put("activeServers", activeServers);
    }
  }

  Look look() {
    long used = machine.memoryUsed();
    long total = machine.memoryTotal();
    return new Look(
        cpu(), Machine.tenths(100.0 * used / total), used / MEGABYTE, total / MEGABYTE, active());
  }

  /** The machine says it since the last time that somebody asked, so that one asks. */
  private Double cpu() {
    if (measures.isOn()) {
      return measures.gauge(SeriesKey.NODE, Metric.NODE_CPU);
    }
    double percent = machine.cpuPercent();
    return percent < 0 ? null : Double.valueOf(percent);
  }

  private int active() {
    return (int) board.all().stream().filter(NodeLoad::isActive).count();
  }

  private static boolean isActive(ServerStatus status) {
    return !Replica.isReplica(status.server())
        && (status.state() == ServerState.HEALTHY || status.state() == ServerState.DEGRADED);
  }
}
