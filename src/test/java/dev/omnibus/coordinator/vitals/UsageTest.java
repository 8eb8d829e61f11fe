package dev.omnibus.coordinator.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.McpException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final String CPU = "process_cpu_seconds_total";
  private static final long SECOND = 1_000_000_000L;

  private final Usage usage = new Usage();
  private long now = SECOND;

  private Double percent(double seconds) {
    now += 10 * SECOND;
    return usage.of(Map.of(CPU, seconds), now).cpuPercent();
  }

  @Test
  void processor_time_counts_by_what_it_grew() {
    assertNull(percent(100));
    assertEquals(25.0, percent(102.5));
    assertEquals(0.0, percent(102.5));
    assertEquals(200.0, percent(122.5));
  }

  @Test
  void a_process_that_began_anew_has_taken_nothing_that_is_known() {
    percent(100);
    assertNull(percent(1));
    assertEquals(10.0, percent(2));
  }

  @Test
  void after_a_page_that_was_not_read_the_time_between_is_not_counted() {
    percent(100);
    usage.lost();
    assertNull(percent(200));
    assertEquals(10.0, percent(201));
  }

  @Test
  void the_names_of_other_libraries_are_understood() {
    Map<String, Double> micrometer =
        Map.of(
            "process_cpu_time_ns_total",
            3e9,
            "process_files_open_files",
            14.0,
            "jvm_threads_live_threads",
            9.0);
    Vital vital = usage.of(micrometer, now);
    assertEquals(Vital.reported(null, null, 14L, 9L), vital);
    Map<String, Double> telemetry = Map.of("process_cpu_time_seconds_total", 4.0);
    assertEquals(100.0, usage.of(telemetry, now + SECOND).cpuPercent());
  }

  @Test
  void nanoseconds_of_years_are_understood() {
    usage.of(Map.of("process_cpu_time_ns_total", 3e16), now);
    Map<String, Double> later = Map.of("process_cpu_time_ns_total", 3e16 + 5e8);
    assertEquals(50.0, usage.of(later, now + SECOND).cpuPercent(), 0.01);
  }

  @Test
  void what_can_not_be_is_not_taken() {
    Map<String, Double> odd =
        Map.of(
            CPU,
            Double.NaN,
            "process_resident_memory_bytes",
            1e300,
            "process_open_fds",
            -1.0,
            "process_threads",
            Double.POSITIVE_INFINITY,
            "go_threads",
            9.0);
    assertEquals(Vital.reported(null, null, null, 9L), usage.of(odd, now));
    percent(0);
    assertNull(percent(1e15), "more than any machine has");
  }

  @Test
  void a_page_that_says_nothing_of_a_process_says_what_is_missing() {
    McpException none = assertThrows(McpException.class, () -> usage.of(Map.of(), now));
    assertTrue(none.getMessage().contains(CPU), none.getMessage());
  }
}
