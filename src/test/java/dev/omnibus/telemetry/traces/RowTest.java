package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

  private static Row row(Kind kind, String node, long start, long duration, boolean failed) {
    JsonObject said =
        new JsonObject()
            .put("method", "tools/call")
            .put("tool", "read")
            .put("outcome", failed ? "timeout" : "ok")
            .put("kept", failed ? "failed" : "sampled");
    Span whole =
        new Span("t", "s", null, "n", kind, node, "files", 0, start, duration, failed, said);
    Span hop =
        new Span(
            "t",
            "h",
            "s",
            "hop",
            Kind.HOP,
            node,
            "files",
            0,
            start,
            duration,
            failed,
            new JsonObject().put("to", "n2@k"));
    return Row.of(kind == Kind.CALL ? List.of(whole, hop) : List.of(whole), start + duration);
  }

  @Test
  void what_the_agent_saw_counts_not_what_the_owner_did() {
    Row together =
        Row.together(
            List.of(
                row(Kind.SERVE, "n2@k", 50, 900_000, false),
                row(Kind.CALL, "n1@k", 100, 30_000, true)));
    assertEquals(100, together.startUs());
    assertTrue(together.failed());
    assertEquals("timeout", together.outcome());
    assertEquals(List.of("n1@k", "n2@k"), together.nodes());
    assertEquals(3, together.spans());
    assertEquals(1, together.calls());
  }

  @Test
  void where_the_agent_asked_may_be_gone() {
    Row together = Row.together(List.of(row(Kind.SERVE, "n2@k", 50, 900_000, false)));
    assertEquals(Kind.SERVE, together.kind());
  }

  @Test
  void several_calls_of_one_trace_are_one_line_that_says_so() {
    Row together =
        Row.together(
            List.of(
                row(Kind.CALL, "n1@k", 5_000, 1_000, false),
                row(Kind.CALL, "n1@k", 1_000, 1_000, false)));
    assertEquals(2, together.calls());
    assertEquals(1_000, together.startUs());
    assertEquals(6_000, together.endUs());
  }

  @Test
  void it_is_the_same_after_the_wire() {
    Row row = row(Kind.CALL, "n1@k", 1_764_380_000_123_456L, 30_007, true);
    assertEquals(row, Row.fromJson(row.toJson()));
  }

  @Test
  void only_what_is_wanted_fits() {
    Span whole = TraceStoreTest.span("t", "files", 1_764_380_000_000_000L, false);
    long now = whole.startUs() + 5_000_000;
    Instant at = Instant.ofEpochSecond(1_764_380_000);
    assertTrue(wanted(new JsonObject()).fits(whole, now));
    assertTrue(wanted(new JsonObject().put("server", "files")).fits(whole, now));
    assertFalse(wanted(new JsonObject().put("server", "other")).fits(whole, now));
    assertFalse(wanted(new JsonObject().put("tool", "write")).fits(whole, now));
    assertFalse(wanted(new JsonObject().put("failed", true)).fits(whole, now));
    assertTrue(wanted(new JsonObject().put("minMs", 1)).fits(whole, now));
    assertFalse(wanted(new JsonObject().put("minMs", 2)).fits(whole, now));
    assertTrue(wanted(new JsonObject().put("from", at.toString())).fits(whole, now));
    assertFalse(wanted(new JsonObject().put("to", at.toString())).fits(whole, now));
  }

  @Test
  void a_moment_beyond_all_calendars_is_before_or_after_everything() {
    Span whole = TraceStoreTest.span("t", "files", 1_764_380_000_000_000L, false);
    assertFalse(wanted(new JsonObject().put("from", "+999999999-01-01T00:00:00Z")).fits(whole, 0));
    assertTrue(wanted(new JsonObject().put("from", "-999999999-01-01T00:00:00Z")).fits(whole, 0));
  }

  private static TraceSearch wanted(JsonObject json) {
    return TraceSearch.fromJson(json);
  }
}
