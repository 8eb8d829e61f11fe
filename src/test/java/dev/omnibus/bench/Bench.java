package dev.omnibus.bench;

import dev.omnibus.bench.bridge.BridgeBench;
import dev.omnibus.bench.gateway.GatewayBench;
import dev.omnibus.telemetry.history.HistoryBench;
import java.util.Arrays;

/** {@code ./omnibus bench <name>}: starts one of the benchmarks. */
public final class Bench {

  private Bench() {}

  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (name) {
      case "probes" -> ProbesBench.main(rest);
      case "gateway" -> GatewayBench.main(rest);
      case "bridge" -> BridgeBench.main(rest);
      case "logs" -> LogsBench.main(rest);
      case "audit" -> AuditBench.main(rest);
      case "history" -> HistoryBench.main(rest);
      case "telemetry" -> TelemetryBench.main(rest);
      case "schedule" -> ScheduleBench.main(rest);
      default -> usage();
    }
    // Clients of the JDK keep threads of their own.
    System.exit(0);
  }

  private static void usage() {
    System.err.println(
        "bench probes [servers] [seconds]   a whole node watching many HTTP servers");
    System.err.println(
        "bench gateway [mode]               calls through /mcp/{server}, beside nginx and direct");
    System.err.println(
        "bench bridge [mode] [rounds]       events to many sockets, beside other socket servers");
    System.err.println(
        "bench logs [seconds]               one noisy server: what the others notice");
    System.err.println("bench telemetry [mode]             what it costs to measure: cost, series");
    System.err.println(
        "bench audit [write [s]|search [rows]]   the audit log on the file and on PostgreSQL");
    System.err.println(
        "bench history [mode]               memory: live series and an hour; range: 50 series over 30 days");
    System.err.println(
        "bench schedule                     the probe schedule alone, on a virtual clock");
    System.exit(2);
  }
}
