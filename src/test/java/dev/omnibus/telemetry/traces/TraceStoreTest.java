package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceStoreTest {

  private static final int MANY = 20_000;

  private final TraceStore store = new TraceStore(200_000);

  static Span span(String trace, String server, long startUs, boolean failed) {
    return new Span(
        trace,
        "00f067aa0ba902b7",
        null,
        "tools/call read",
        Kind.CALL,
        "n1@k",
        server,
        0,
        startUs,
        1_000L,
        failed,
        new JsonObject().put("method", "tools/call").put("tool", "read"));
  }

  private static KeptCall call(String trace, String server, long startUs, boolean byChance) {
    return KeptCall.of(List.of(span(trace, server, startUs, !byChance)), byChance);
  }

  @Test
  void a_flood_stays_within_the_bound() {
    for (int i = 0; i < MANY; i++) {
      store.add(call("t" + i, "s" + i % 7, i, i % 3 > 0));
      assertTrue(store.bytes() <= 200_000);
    }
    assertTrue(store.size() > 100, "and the newest are there: " + store.size());
    assertEquals(1, store.of("t" + (MANY - 1)).size());
    assertTrue(store.of("t0").isEmpty());
  }

  @Test
  void a_noisy_server_pushes_out_its_own_only() {
    for (int i = 0; i < 10; i++) {
      store.add(call("quiet" + i, "quiet", i, true));
    }
    for (int i = 0; i < MANY; i++) {
      store.add(call("noisy" + i, "noisy", 100 + i, true));
    }
    assertEquals(10, store.calls("quiet").count(), "all of them");
  }

  @Test
  void what_failed_is_not_pushed_out_by_what_went_well() {
    for (int i = 0; i < 20; i++) {
      store.add(call("failed" + i, "files", i, false));
    }
    for (int i = 0; i < MANY; i++) {
      store.add(call("fine" + i, "files", 100 + i, true));
    }
    assertEquals(20, store.calls(null).filter(call -> !call.byChance()).count());
  }

  @Test
  void what_went_well_is_not_pushed_out_by_what_failed() {
    for (int i = 0; i < 20; i++) {
      store.add(call("fine" + i, "files", i, true));
    }
    for (int i = 0; i < MANY; i++) {
      store.add(call("failed" + i, "files", 100 + i, false));
    }
    assertEquals(20, store.calls(null).filter(KeptCall::byChance).count());
  }

  @Test
  void a_trace_of_very_many_calls_is_bounded_like_any_other() {
    for (int i = 0; i < MANY; i++) {
      store.add(call("same", "s" + i % 3, i, true));
    }
    assertTrue(store.bytes() <= 200_000);
    assertEquals(200, store.of("same").size(), "the last ones");
    assertEquals(MANY - 1, store.of("same").get(199).whole().startUs());
  }

  @Test
  void a_long_name_that_somebody_made_up_counts() {
    Span whole = span("t", "files", 1, false);
    Span long1 =
        new Span(
            "t",
            whole.span(),
            null,
            "x".repeat(1_000),
            Kind.CALL,
            "n1@k",
            "files",
            0,
            1,
            1L,
            false,
            new JsonObject());
    assertTrue(
        KeptCall.of(List.of(long1), true).bytes()
            > KeptCall.of(List.of(whole), true).bytes() + 1_000);
  }

  @Test
  void calls_of_all_servers_are_looked_at_or_those_of_one() {
    for (int i = 0; i < 50; i++) {
      store.add(call("t" + i, "s" + i % 5, i, true));
    }
    assertEquals(50, store.calls(null).count());
    assertEquals(10, store.calls("s3").count());
    assertEquals(0, store.calls("gone").count());
    assertEquals(Set.of("s0", "s1", "s2", "s3", "s4"), store.servers().collect(Collectors.toSet()));
  }
}
