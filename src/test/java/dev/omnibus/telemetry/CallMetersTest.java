package dev.omnibus.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.measure.Ended;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ticks say stands at {@code /metrics}, as Prometheus would have it. */
class CallMetersTest {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Measures measures = new Measures(true, 10_000);
  private final CallMeters calls = new CallMeters(meters);
  private long second;

  private void call(String server, int replica, String tool, Metric became, long micros) {
    measures.ended(new Ended(server, replica, tool, true, became, 100, 300, micros));
  }

  private String page() {
    calls.hear(measures.take(second++));
    return meters.scrape();
  }

  private static void has(String page, String line) {
    assertTrue(page.lines().anyMatch(line::equals), line + " is not in\n" + page);
  }

  @Test
  void each_family_has_every_call_once() {
    call("files", 1, "read", null, 900);
    call("files", 2, "read", Metric.ERRORS_TIMEOUT, 3_000);
    call("files", 2, null, Metric.CANCELLED, -1);
    page();
    call("files", 1, "read", null, 900);
    String page = page();
    has(page, "omnibus_server_calls_total{outcome=\"ok\",server=\"files\"} 2.0");
    has(page, "omnibus_server_calls_total{outcome=\"timeout\",server=\"files\"} 1.0");
    has(page, "omnibus_server_calls_total{outcome=\"cancelled\",server=\"files\"} 1.0");
    has(page, "omnibus_tool_calls_total{outcome=\"ok\",server=\"files\",tool=\"read\"} 2.0");
    has(page, "omnibus_replica_calls_total{outcome=\"ok\",replica=\"1\",server=\"files\"} 2.0");
    has(page, "omnibus_server_request_bytes_total{server=\"files\"} 400.0");
    has(page, "omnibus_server_answer_bytes_total{server=\"files\"} 1200.0");
    assertFalse(page.contains("outcome=\"transport\""), "what never was is not told");
  }

  @Test
  void times_are_a_histogram_in_seconds() {
    call("files", 0, "read", null, 900);
    call("files", 0, "read", null, 3_000);
    measures.probed(SeriesKey.server("files"), 40_000);
    String page = page();
    has(page, "omnibus_server_call_seconds_bucket{server=\"files\",le=\"0.001\"} 1");
    has(page, "omnibus_server_call_seconds_bucket{server=\"files\",le=\"0.005\"} 2");
    has(page, "omnibus_server_call_seconds_count{server=\"files\"} 2");
    has(page, "omnibus_server_probe_seconds_bucket{server=\"files\",le=\"0.05\"} 1");
    double sum =
        page.lines()
            .filter(line -> line.startsWith("omnibus_server_call_seconds_sum"))
            .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
            .sum();
    assertEquals(0.0039, sum, 0.00004);
  }

  @Test
  void a_thousand_servers_that_came_and_went_leave_nothing() {
    int before = page().length();
    IntStream.range(0, 1_000).forEach(i -> call("s" + i, 1, "t", null, 1));
    call(SeriesKey.ALL, 0, null, null, 1);
    assertTrue(page().length() > 1_000 * before);
    measures.retain(Set.of("s7"));
    calls.retain(Set.of("s7"));
    String page = page();
    has(page, "omnibus_server_calls_total{outcome=\"ok\",server=\"s7\"} 1.0");
    has(page, "omnibus_server_calls_total{outcome=\"ok\",server=\"*\"} 1.0");
    assertFalse(page.contains("\"s8\""));
  }
}
