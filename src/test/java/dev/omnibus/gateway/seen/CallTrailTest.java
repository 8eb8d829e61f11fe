package dev.omnibus.gateway.seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.measure.Metric;
import dev.omnibus.tracing.Traces;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import dev.omnibus.trail.KeptArguments;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTrailTest {

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);

  private final Vertx vertx = Vertx.vertx();
  private final AuditTrail trail = new AuditTrail();
  private final Counted counted = new Counted();
  private final Seen seen = seen(new JsonObject().put("auditPerSecond", 5));

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private Seen seen(JsonObject config) {
    return new Seen(
        counted.measures(),
        new Bus(vertx, "n1@a", Clock.systemUTC()),
        GatewayConfig.fromJson(config),
        trail,
        Clock.systemUTC());
  }

  private void call(String tool) {
    Envelope message =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read\","
                + "\"arguments\":{\"path\":\"a secret\"}}}");
    Sight sight = seen.begin(ANN, "files", "tools/call", tool, null).of(message);
    sight.sent(10);
    sight.received(20);
    sight.finished(Outcome.OK);
  }

  @Test
  void a_call_of_a_tool_is_noted_with_a_digest_of_its_arguments() {
    call("read");
    AuditEntry noted = trail.take(10).get(0);
    assertEquals("mcp.tool.call", noted.action());
    assertEquals("ann", noted.user());
    assertEquals("files", noted.server());
    assertEquals("read", noted.tool());
    assertEquals("ok", noted.outcome());
    assertEquals(20, noted.detail().getLong("received"));
    assertEquals(64, noted.detail().getJsonObject("arguments").getString("sha256").length());
    assertFalse(noted.toJson().encode().contains("secret"));
  }

  @Test
  void arguments_stand_there_where_the_configuration_says_so_without_secrets() {
    trail.keep(
        new KeptArguments(List.of("files/read"), text -> text.replace("a secret", "[hidden]")));
    call("read");
    call("write");
    List<AuditEntry> noted = trail.take(10);
    assertEquals(
        new JsonObject().put("path", "[hidden]"),
        noted.get(0).detail().getJsonObject("arguments").getJsonObject("values"));
    assertFalse(noted.get(1).detail().getJsonObject("arguments").containsKey("values"));
  }

  @Test
  void what_goes_to_another_replica_unsent_is_counted_and_noted_there_only() {
    seen.begin(ANN, "files", "tools/call", "read", null).withdrawn();
    assertEquals(Map.of(), seen.callers("files"));
    assertEquals(0, trail.size());
    assertEquals(0, counted.of(Metric.CALLS));
    assertEquals(0, seen.underWay());
  }

  private Seen traced(int perSecond) {
    return new Seen(
        counted.measures(),
        new Bus(vertx, "n1@a", Clock.systemUTC()),
        GatewayConfig.fromJson(new JsonObject().put("auditPerSecond", perSecond)),
        trail,
        new Traces(TracesConfig.fromJson(new JsonObject().put("share", 0.0))),
        (server, tool) -> true,
        Clock.systemUTC());
  }

  @Test
  void a_row_names_the_trace_that_is_kept_or_that_the_agent_named() {
    Seen traced = traced(1_000);
    String agents = "4bf92f3577b34da6a3ce929d0e0e4736";
    Sight first = traced.begin(ANN, "files", "tools/call", "read", null);
    first.finished(Outcome.OK);
    String parent = "00-" + agents + "-00f067aa0ba902b7-00";
    traced.begin(ANN, "files", "tools/call", "read", parent).finished(Outcome.OK);
    List<AuditEntry> rows = trail.take(10);
    assertEquals(first.trace().own().trace(), rows.get(0).detail().getString("trace"));
    assertEquals(agents, rows.get(1).detail().getString("trace"));
  }

  @Test
  void a_row_of_many_calls_names_the_trace_of_one_of_them_and_other_rows_name_none() {
    Seen traced = traced(5);
    for (int i = 0; i < 200; i++) {
      traced.begin(ANN, "files", "tools/call", "read", null).finished(Outcome.TOOL);
    }
    for (int i = 0; i < 200; i++) {
      traced.begin(ANN, "files", "tools/call", "read", null).finished(Outcome.OK);
    }
    traced.flush();
    List<AuditEntry> rows = trail.take(500);
    List<AuditEntry> fine = rows.stream().filter(row -> row.outcome().equals("ok")).toList();
    assertTrue(fine.stream().anyMatch(row -> !row.detail().containsKey("trace")), "" + fine);
    rows.stream()
        .filter(row -> row.detail().containsKey("trace"))
        .forEach(row -> assertEquals(32, row.detail().getString("trace").length()));
    assertTrue(
        rows.stream()
            .map(AuditEntry::detail)
            .anyMatch(detail -> detail.containsKey("calls") && detail.containsKey("trace")),
        "" + rows);
  }

  @Test
  void what_is_no_call_of_a_tool_is_not_noted() {
    seen.begin(ANN, "files", "tools/list", null, null).finished(Outcome.OK);
    assertEquals(0, trail.size());
  }

  @Test
  void of_more_calls_than_get_a_row_of_their_own_none_is_lost_and_most_share_one() {
    for (int i = 0; i < 1_000; i++) {
      call("read");
    }
    seen.flush();
    List<AuditEntry> rows = trail.take(2_000);
    assertEquals(1_000, calls(rows));
    assertTrue(rows.size() < 100, rows.size() + " rows");
  }

  @Test
  void each_call_has_a_row_of_its_own_as_long_as_there_are_no_more_than_the_configuration_says() {
    Seen each = seen(new JsonObject().put("auditPerSecond", 100_000));
    for (int i = 0; i < 1_000; i++) {
      each.begin(ANN, "files", "tools/call", "read", null).finished(Outcome.OK);
    }
    each.flush();
    List<AuditEntry> rows = trail.take(2_000);
    assertEquals(1_000, rows.size());
    assertFalse(rows.get(999).detail().containsKey("calls"));
  }

  @Test
  void a_busy_caller_leaves_the_calls_of_others_rows_of_their_own() {
    Seen busy = seen(new JsonObject().put("auditPerSecond", 1_000));
    Caller bob = new Caller("bob", Set.of(), "t", Instant.MAX);
    for (int i = 0; i < 2_000; i++) {
      busy.begin(ANN, "files", "tools/call", "read", null).finished(Outcome.OK);
    }
    busy.begin(bob, "files", "tools/call", "read", null).finished(Outcome.OK);
    List<AuditEntry> ofBob =
        trail.take(2_000).stream().filter(row -> row.user().equals("bob")).toList();
    assertEquals(1, ofBob.size());
    assertFalse(ofBob.get(0).detail().containsKey("calls"));
  }

  @Test
  void calls_are_put_together_no_longer_than_from_one_flush_to_the_next() {
    for (int flush = 0; flush < 3; flush++) {
      for (int i = 0; i < 100; i++) {
        call("read");
      }
      seen.flush();
      assertEquals(100, calls(trail.take(200)));
    }
    seen.flush();
    assertEquals(0, trail.size());
  }

  private static long calls(List<AuditEntry> rows) {
    return rows.stream().mapToLong(row -> row.detail().getLong("calls", 1L)).sum();
  }

  @Test
  void names_that_an_agent_makes_up_share_a_row_in_the_end() {
    for (int i = 0; i < 5_000; i++) {
      call("made-up-" + i);
    }
    seen.flush();
    assertTrue(trail.size() < 100, trail.size() + " rows");
  }
}
