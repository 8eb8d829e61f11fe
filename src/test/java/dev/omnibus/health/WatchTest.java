package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Instant T0 = Given.T0;

  private final Watch watch = new Watch("n1@abcde", Given.CONFIG, new Random(1));
  private Instant now = T0;

  @Test
  void the_first_word_about_a_server_is_unknown() {
    List<HealthEvent> events = watch.signal(owned("files", 3), T0);
    assertAll(
        () -> assertEquals(Addresses.EVENT_SERVER_STATUS, events.get(0).address()),
        () -> assertEquals(ServerState.UNKNOWN, status(events.get(0)).state()),
        () -> assertEquals(new Claim("n1@abcde", 3, 1), status(events.get(0)).claim()));
  }

  @Test
  void a_change_is_told_as_a_change() {
    linked("files");
    HealthEvent event = probe(ProbeOutcome.ANSWERED).get(0);
    assertAll(
        () -> assertEquals(Addresses.EVENT_SERVER_STATUS, event.address()),
        () -> assertEquals("mcp_status_change", event.type()),
        () -> assertEquals(Severity.INFO, event.severity()),
        () -> assertEquals("starting", event.data().getString("from")),
        () -> assertEquals("healthy", event.data().getString("to")),
        () -> assertEquals("answered ping", event.data().getString("reason")));
  }

  @Test
  void a_check_that_changed_nothing_is_told_as_a_check() {
    linked("files");
    probe(ProbeOutcome.ANSWERED);
    HealthEvent event = probe(ProbeOutcome.ANSWERED).get(0);
    assertAll(
        () -> assertEquals(Addresses.EVENT_SERVER_HEALTH, event.address()),
        () -> assertEquals("mcp_health_check", event.type()),
        () -> assertEquals(Severity.INFO, event.severity()),
        () -> assertEquals("healthy", event.data().getString("state")));
  }

  @Test
  void a_change_is_as_loud_as_the_state_it_leads_to() {
    linked("files");
    HealthEvent event = signal(ServerSignal.Kind.LOST).get(0);
    assertEquals(Severity.ERROR, event.severity());
  }

  @Test
  void the_revision_grows_by_one_with_each_status() {
    linked("files");
    long before = status(probe(ProbeOutcome.ANSWERED).get(0)).claim().revision();
    for (int i = 1; i <= 5; i++) {
      assertEquals(before + i, status(probe(ProbeOutcome.ANSWERED).get(0)).claim().revision());
    }
  }

  @Test
  void an_opening_breaker_is_told_of_its_own() {
    linked("files");
    List<HealthEvent> events = List.of();
    for (int i = 0; i < Given.BREAKER.consecutive(); i++) {
      events = probe(ProbeOutcome.TIMEOUT);
    }
    HealthEvent event = events.get(1);
    assertAll(
        () -> assertEquals(Addresses.EVENT_BREAKER_STATE, event.address()),
        () -> assertEquals("circuit_breaker_state", event.type()),
        () -> assertEquals("closed", event.data().getString("from")),
        () -> assertEquals("open", event.data().getString("to")),
        () -> assertEquals("8 failures in a row", event.data().getString("reason")));
  }

  @Test
  void an_open_breaker_is_probed_when_it_says_so() {
    linked("files");
    for (int i = 0; i < Given.BREAKER.consecutive(); i++) {
      probe(ProbeOutcome.TIMEOUT);
    }
    ServerStatus open = watch.status("files", now).orElseThrow();
    assertAll(
        () -> assertEquals(open.breaker().retryAt(), open.check().next()),
        () -> assertEquals(List.of(), watch.due(open.check().next().minusMillis(1)).probes()),
        () -> assertEquals(1, watch.due(open.check().next()).probes().size()));
  }

  @Test
  void a_status_says_when_the_next_probe_is_due() {
    linked("files");
    ServerStatus status = status(probe(ProbeOutcome.ANSWERED).get(0));
    Duration wait = Duration.between(now, status.check().next());
    assertTrue(wait.toMillis() > 0 && wait.toMillis() < 15_400, "in " + wait);
  }

  @Test
  void a_first_failure_is_checked_again_fast() {
    linked("files");
    probe(ProbeOutcome.ANSWERED);
    ServerStatus status = status(probe(ProbeOutcome.TIMEOUT).get(0));
    assertEquals(now.plus(Given.CONFIG.fast()), status.check().next());
  }

  @Test
  void a_new_session_is_probed_at_once_and_counted() {
    watch.signal(owned("files", 1), T0);
    signal(ServerSignal.Kind.LINKED);
    Probe probe = watch.due(T0).probes().get(0);
    assertTrue(probe.count());
  }

  @Test
  void tools_are_not_counted_with_every_probe() {
    linked("files");
    probe(ProbeOutcome.ANSWERED);
    assertFalse(next().count());
  }

  @Test
  void tools_are_counted_again_after_a_while() {
    linked("files");
    probe(ProbeOutcome.ANSWERED);
    now = now.plus(Given.CONFIG.recheck());
    assertTrue(next().count());
  }

  @Test
  void an_answer_from_a_session_that_is_lost_is_no_evidence() {
    linked("files");
    Probe probe = next();
    signal(ServerSignal.Kind.LOST);
    List<HealthEvent> events = watch.answered(probe, Given.sample(ProbeOutcome.ANSWERED), now);
    assertAll(
        () -> assertEquals(List.of(), events),
        () ->
            assertEquals(
                ServerState.DISCONNECTED, watch.status("files", now).orElseThrow().state()));
  }

  @Test
  void a_released_server_is_not_spoken_of_any_more() {
    linked("files");
    Probe probe = next();
    signal(ServerSignal.Kind.RELEASED);
    assertAll(
        () ->
            assertEquals(
                List.of(), watch.answered(probe, Given.sample(ProbeOutcome.ANSWERED), now)),
        () -> assertEquals(List.of(), watch.due(now.plusSeconds(60)).probes()));
  }

  @Test
  void a_later_epoch_is_claimed_from_its_first_revision() {
    linked("files");
    ServerStatus again = status(watch.signal(owned("files", 2), now).get(0));
    assertAll(
        () -> assertEquals(new Claim("n1@abcde", 2, 1), again.claim()),
        () -> assertEquals(ServerState.STARTING, again.state()));
  }

  @Test
  void a_word_from_an_earlier_epoch_changes_nothing() {
    linked("files");
    watch.signal(owned("files", 2), now);
    assertEquals(List.of(), signal(ServerSignal.Kind.LOST));
  }

  @Test
  void a_server_of_another_node_is_none_of_ours() {
    assertEquals(List.of(), signal(ServerSignal.Kind.LOST));
  }

  @Test
  void a_stopped_server_is_not_probed() {
    linked("files");
    signal(ServerSignal.Kind.STOPPED);
    assertEquals(List.of(), watch.due(now.plusSeconds(3_600)).probes());
  }

  @Test
  void a_breaker_forced_open_stops_the_probes_and_is_told() {
    linked("files");
    List<HealthEvent> events = watch.force("files", BreakerState.FORCED_OPEN, now).orElseThrow();
    assertAll(
        () -> assertEquals(ServerState.CIRCUIT_OPEN, status(events.get(0)).state()),
        () -> assertEquals(Addresses.EVENT_BREAKER_STATE, events.get(1).address()),
        () -> assertEquals(List.of(), watch.due(now.plusSeconds(3_600)).probes()));
  }

  @Test
  void a_breaker_closed_again_is_probed_at_once() {
    linked("files");
    watch.force("files", BreakerState.FORCED_OPEN, now);
    watch.force("files", BreakerState.CLOSED, now);
    assertEquals(1, watch.due(now).probes().size());
  }

  @Test
  void the_breaker_of_a_server_nobody_owns_here_is_not_forced() {
    assertTrue(watch.force("files", BreakerState.CLOSED, T0).isEmpty());
  }

  private void linked(String server) {
    watch.signal(owned(server, 1), now);
    signal(ServerSignal.Kind.LINKED);
  }

  private List<HealthEvent> signal(ServerSignal.Kind kind) {
    return watch.signal(Given.signal(kind), now);
  }

  private List<HealthEvent> probe(ProbeOutcome outcome) {
    return watch.answered(next(), Given.sample(outcome), now);
  }

  /** Lets time pass until the next probe is sent. */
  private Probe next() {
    for (int i = 0; i < 100; i++) {
      List<Probe> probes = watch.due(now).probes();
      if (!probes.isEmpty()) {
        return probes.get(0);
      }
      now = now.plusSeconds(1);
    }
    throw new AssertionError("no probe was due");
  }

  private static ServerSignal owned(String server, long epoch) {
    ServerSpec spec =
        ServerSpec.fromJson(server, new JsonObject().put("command", "server-" + server));
    return new ServerSignal(server, ServerSignal.Kind.OWNED, epoch, null, spec, null);
  }

  private static ServerStatus status(HealthEvent event) {
    return ServerStatus.fromJson(event.data().getJsonObject("status"));
  }

  private void healthy() {
    linked("files");
    probe(ProbeOutcome.ANSWERED);
  }

  @Test
  void calls_that_failed_bring_the_next_probe_and_prove_nothing_by_themselves() {
    healthy();
    assertEquals(0, watch.due(now).probes().size());
    watch.evidence("files", now);
    assertEquals(1, watch.due(now).probes().size());
    assertEquals(ServerState.HEALTHY, watch.status("files", now).orElseThrow().state());
  }

  @Test
  void a_node_that_cries_all_the_time_is_heard_now_and_then() {
    healthy();
    int probes = 0;
    for (int i = 0; i < 100; i++) {
      Instant then = now.plusMillis(i);
      watch.evidence("files", then);
      for (Probe probe : watch.due(then).probes()) {
        watch.answered(probe, Given.sample(ProbeOutcome.ANSWERED), then);
        probes++;
      }
    }
    assertEquals(1, probes);
  }

  @Test
  void nothing_is_hurried_for_a_server_that_is_not_up_or_not_ours() {
    watch.evidence("git", now);
    assertEquals(0, watch.due(now).probes().size());
    healthy();
    signal(ServerSignal.Kind.LOST);
    watch.due(now);
    watch.evidence("files", now);
    assertEquals(0, watch.due(now).probes().size());
  }
}
