package dev.omnibus.coordinator.vitals;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes vitals of what a server says of its process, and remembers the last time it did. */
final class Usage {

  /** Of a thousand cores and more; what says so is no processor time. */
  private static final double MOST_PERCENT = 1e6;

  private Double cpuSeconds;
  private long when;

  /**
   * @param values what its page says, by name
   * @param nanos the time of now
   */
  Vital of(Map<String, Double> values, long nanos) {
    Double cpu = Reported.CPU.in(values);
    Double percent = percent(cpu, nanos);
    cpuSeconds = cpu;
    when = nanos;
    Vital vital =
        Vital.reported(
            percent,
            whole(Reported.RSS.in(values)),
            whole(Reported.FDS.in(values)),
            whole(Reported.THREADS.in(values)));
    if (cpu == null && vital.saysNothing()) {
      throw McpException.of(Kind.GARBAGE, "it tells none of " + usualNames());
    }
    return vital;
  }

  /** What lies between was not seen. */
  void lost() {
    cpuSeconds = null;
  }

  /** One that is less than before is of another process, which has taken nothing that we know. */
  private Double percent(Double cpu, long nanos) {
    if (cpu == null || cpuSeconds == null || cpu < cpuSeconds || nanos <= when) {
      return null;
    }
    double percent = Math.round((cpu - cpuSeconds) * 1e12 / (nanos - when)) / 10.0;
    return percent <= MOST_PERCENT ? percent : null;
  }

  private static Long whole(Double value) {
    return value == null ? null : Long.valueOf(Math.round(value));
  }

  private static String usualNames() {
    return Stream.of(Reported.values()).map(Reported::usualName).collect(Collectors.joining(", "));
  }
}
