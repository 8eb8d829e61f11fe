package dev.omnibus.coordinator.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.McpException;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

  private static final String PLAIN = "text/plain";
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String CPU = "process_cpu_seconds_total";
  private static final String FDS = "process_open_fds";

  private static Map<String, Double> read(String type, String text) {
    Exposition page = new Exposition();
    page.handle(Buffer.buffer(text));
    return page.end(type);
  }

  private static String refused(String type, String text) {
    return assertThrows(McpException.class, () -> read(type, text)).getMessage();
  }

  @Test
  void of_all_series_those_of_the_process_are_read() {
    String text =
        """
        # HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total 1.25
        process_resident_memory_bytes 5.24288e+07
        process_open_fds_of_something_else 7
        http_requests_total{path="/"} 3
        process_open_fds\t14 1764380000000
        go_threads{} 9
        """;
    assertEquals(
        Map.of(
            CPU, 1.25, "process_resident_memory_bytes", 52428800.0, FDS, 14.0, "go_threads", 9.0),
        read(PLAIN, text));
  }

  @Test
  void labels_may_hold_anything_and_what_they_part_is_added() {
    String text =
        """
        process_cpu_seconds_total{mode="us}er \\"1\\\\",pid="7"} 1.5
        process_cpu_seconds_total{mode="system"} 2 # {trace_id="a b"} 0.5 1
        # EOF
        """;
    assertEquals(Map.of(CPU, 3.5), read(OPEN_METRICS, text));
  }

  @Test
  void it_may_come_in_pieces_of_any_size_and_without_a_last_line_feed() {
    Exposition page = new Exposition();
    for (byte one : "x 1\nprocess_open_fds 14\r\ngo_threads 9".getBytes()) {
      page.handle(Buffer.buffer(new byte[] {one}));
    }
    assertEquals(Map.of(FDS, 14.0, "go_threads", 9.0), page.end(""));
  }

  @Test
  void a_line_without_end_takes_no_memory_and_hides_no_other() {
    Exposition page = new Exposition();
    page.handle(Buffer.buffer("process_open_fds{x=\""));
    for (int i = 0; i < 1_000; i++) {
      page.handle(Buffer.buffer("y".repeat(10_000)));
    }
    page.handle(Buffer.buffer("\"} 5\ngo_threads 9\n"));
    assertEquals(Map.of("go_threads", 9.0), page.end(PLAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process_open_fds",
        "process_open_fds many",
        "process_open_fds{a=\"b\" 5",
        "go_threads{} ",
      })
  void a_figure_without_a_number_is_no_figure(String line) {
    assertTrue(refused(PLAIN, line + "\n").contains("has no number"));
  }

  @Test
  void another_kind_of_text_is_no_page_of_figures() {
    assertTrue(refused("text/html", "<p>process_open_fds 4</p>").contains("text/html"));
  }

  @Test
  void open_metrics_that_were_cut_off_are_not_believed() {
    assertTrue(refused(OPEN_METRICS, "process_open_fds 4\n").contains("# EOF"));
  }

  @Test
  void what_is_infinite_or_no_number_is_read_as_such() {
    Map<String, Double> values =
        read(PLAIN, "process_open_fds NaN\ngo_threads +Inf\nprocess_threads -Inf\n");
    assertTrue(values.get(FDS).isNaN());
    assertEquals(Double.POSITIVE_INFINITY, values.get("go_threads"));
    assertEquals(Double.NEGATIVE_INFINITY, values.get("process_threads"));
  }
}
