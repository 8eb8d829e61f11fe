package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Check;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthRulesTest {

  private final ServerHealth healthy = Given.health(ServerState.HEALTHY);

  @Test
  void a_server_nobody_looked_at_is_unknown() {
    assertEquals(ServerState.UNKNOWN, Given.unknown().state());
  }

  @Test
  void an_open_session_alone_makes_nothing_healthy() {
    ServerHealth linked = Given.after(ServerSignal.Kind.LINKED, Given.unknown());
    assertEquals(ServerState.STARTING, linked.state());
  }

  @Test
  void a_row_of_failures_as_long_as_fall_disconnects() {
    ServerHealth fallen = times(3, ProbeOutcome.TIMEOUT, healthy);
    assertAll(
        () -> assertEquals(ServerState.DISCONNECTED, fallen.state()),
        () -> assertEquals("3 of 3 failed: timeout: so it was", fallen.reason()));
  }

  @Test
  void a_shorter_row_degrades_and_says_how_far_it_is() {
    ServerHealth falling = times(2, ProbeOutcome.REFUSED, healthy);
    assertAll(
        () -> assertEquals(ServerState.DEGRADED, falling.state()),
        () -> assertEquals("2 of 3 failed: refused: so it was", falling.reason()));
  }

  @Test
  void a_good_answer_breaks_the_row() {
    ServerHealth falling = times(2, ProbeOutcome.TIMEOUT, healthy);
    ServerHealth again = Given.after(ProbeOutcome.ANSWERED, falling);
    assertAll(
        () -> assertEquals(ServerState.HEALTHY, again.state()),
        () -> assertEquals(0, again.bad()),
        () -> assertEquals(ServerState.DEGRADED, Given.after(ProbeOutcome.TIMEOUT, again).state()));
  }

  @Test
  void a_fallen_server_rises_after_as_many_answers_as_rise() {
    ServerHealth fallen = times(3, ProbeOutcome.TIMEOUT, healthy);
    ServerHealth rising = Given.after(ProbeOutcome.ANSWERED, fallen);
    assertAll(
        () -> assertEquals(ServerState.DISCONNECTED, rising.state()),
        () -> assertEquals("1 of 2 good: answered ping", rising.reason()),
        () ->
            assertEquals(ServerState.HEALTHY, Given.after(ProbeOutcome.ANSWERED, rising).state()));
  }

  @Test
  void a_lost_session_disconnects_at_once_and_must_rise() {
    ServerHealth lost = Given.after(ServerSignal.Kind.LOST, healthy);
    ServerHealth linked = Given.after(ServerSignal.Kind.LINKED, lost);
    assertAll(
        () -> assertEquals(ServerState.DISCONNECTED, lost.state()),
        () -> assertEquals("so it was", lost.reason()),
        () -> assertEquals(ServerState.HEALTHY, times(2, ProbeOutcome.ANSWERED, linked).state()));
  }

  @Test
  void a_lost_process_has_no_pid_any_more() {
    Link link = new Link(TransportKind.STDIO, null, null, "files", null, 14, 0, 0, 4711L);
    ServerHealth lost = Given.after(ServerSignal.Kind.LOST, healthy.with(link));
    assertAll(() -> assertNull(lost.link().pid()), () -> assertEquals(14, lost.link().tools()));
  }

  @Test
  void two_slow_answers_of_three_degrade() {
    ServerHealth slow = slow(Given.after(ProbeOutcome.ANSWERED, slow(healthy)));
    assertAll(
        () -> assertEquals(ServerState.DEGRADED, slow.state()),
        () -> assertEquals("2 of the last 3 answers took over 1000 ms", slow.reason()));
  }

  @Test
  void one_slow_answer_of_three_does_not() {
    ServerHealth once = slow(healthy);
    assertEquals(ServerState.HEALTHY, once.state());
  }

  @Test
  void a_slow_server_is_healthy_again_when_most_answers_are_quick() {
    ServerHealth slow = slow(slow(slow(healthy)));
    ServerHealth once = Given.after(ProbeOutcome.ANSWERED, slow);
    assertAll(
        () -> assertEquals(ServerState.DEGRADED, once.state()),
        () -> assertEquals(ServerState.HEALTHY, Given.after(ProbeOutcome.ANSWERED, once).state()));
  }

  @Test
  void a_missing_credential_never_trips_the_breaker() {
    ServerHealth locked = times(50, ProbeOutcome.AUTH_REQUIRED, healthy);
    assertEquals(BreakerState.CLOSED, locked.breaker().state());
  }

  @Test
  void too_many_requests_is_alive_but_degraded() {
    ServerHealth busy = Given.after(http("HTTP 429, Retry-After 30"), healthy);
    assertAll(
        () -> assertEquals(ServerState.DEGRADED, busy.state()),
        () -> assertEquals(0, busy.bad()),
        () -> assertEquals("busy: HTTP 429, Retry-After 30", busy.reason()));
  }

  @Test
  void unavailable_without_a_time_to_come_back_is_a_failure() {
    assertEquals(1, Given.after(http("HTTP 503"), healthy).bad());
  }

  @Test
  void eight_failures_in_a_row_open_the_circuit() {
    ServerHealth open = times(8, ProbeOutcome.TIMEOUT, healthy);
    assertAll(
        () -> assertEquals(ServerState.CIRCUIT_OPEN, open.state()),
        () -> assertEquals(BreakerState.OPEN, open.breaker().state()),
        () -> assertEquals("8 failures in a row; last timeout: so it was", open.reason()));
  }

  @Test
  void an_open_circuit_closes_after_its_trials() {
    ServerHealth trying = Given.health(ServerState.CIRCUIT_OPEN);
    ServerHealth first = Given.after(ProbeOutcome.ANSWERED, trying);
    assertAll(
        () -> assertEquals(ServerState.CIRCUIT_OPEN, first.state()),
        () -> assertEquals(ServerState.HEALTHY, Given.after(ProbeOutcome.ANSWERED, first).state()));
  }

  @Test
  void a_trial_that_could_not_be_sent_opens_again() {
    ServerHealth trying = Given.health(ServerState.CIRCUIT_OPEN);
    ServerHealth after = Given.after(ProbeOutcome.NOT_LINKED, trying);
    assertEquals(BreakerState.OPEN, after.breaker().state());
  }

  @Test
  void a_new_session_lets_the_next_trial_through_at_once() {
    ServerHealth open = healthy.with(Given.open());
    ServerHealth linked = Given.after(ServerSignal.Kind.LINKED, open);
    assertEquals(Given.T0, linked.breaker().until());
  }

  @Test
  void stopping_forgets_what_was_counted() {
    ServerHealth stopped =
        Given.after(ServerSignal.Kind.STOPPED, times(8, ProbeOutcome.TIMEOUT, healthy));
    assertAll(
        () -> assertEquals(0, stopped.bad()),
        () -> assertEquals(BreakerState.CLOSED, stopped.breaker().state()));
  }

  @Test
  void when_a_server_is_back_is_said_as_long_as_it_drains() {
    ServerSignal made =
        new ServerSignal(
            "files", ServerSignal.Kind.DRAINING, 1, "restart", null, null, null, 30_000);
    ServerHealth healthy = Given.health(ServerState.HEALTHY);
    ServerHealth drains = SignalRules.after(made, healthy, Given.CONFIG, Given.T0, 0);
    assertEquals(Given.T0.plusSeconds(30), drains.backBy());
    ServerSignal freed = ServerSignal.fromJson(made.toJson().put("kind", "linked"));
    assertNull(SignalRules.after(freed, drains, Given.CONFIG, Given.T0, 0).backBy());
    ServerSignal drained = ServerSignal.fromJson(made.toJson().putNull("backInMs"));
    assertNull(SignalRules.after(drained, healthy, Given.CONFIG, Given.T0, 0).backBy());
  }

  @Test
  void a_session_refused_for_want_of_a_credential_is_not_down() {
    ServerSignal failed =
        new ServerSignal(
            "files",
            ServerSignal.Kind.FAILED,
            1,
            "HTTP 401",
            null,
            null,
            ProbeOutcome.AUTH_REQUIRED,
            null);
    ServerHealth starting = Given.health(ServerState.STARTING);
    ServerHealth after = SignalRules.after(failed, starting, Given.CONFIG, Given.T0, 0);
    assertEquals(ServerState.AUTH_REQUIRED, after.state());
  }

  @Test
  void a_forced_breaker_holds_an_active_server() {
    ServerHealth forced = SignalRules.forced(healthy, BreakerState.FORCED_OPEN, Given.T0);
    assertEquals(ServerState.CIRCUIT_OPEN, forced.state());
  }

  @Test
  void what_an_operator_lets_go_again_is_unknown_until_it_answers() {
    ServerHealth forced = SignalRules.forced(healthy, BreakerState.FORCED_OPEN, Given.T0);
    ServerHealth freed = SignalRules.forced(forced, BreakerState.CLOSED, Given.T0);
    assertEquals(ServerState.UNKNOWN, freed.state());
  }

  @Test
  void every_verdict_carries_its_evidence() {
    ServerHealth twice =
        times(2, ProbeOutcome.TIMEOUT, Given.after(ProbeOutcome.ANSWERED, healthy));
    Check check = twice.check();
    assertAll(
        () -> assertEquals(Given.T0, check.last()),
        () -> assertEquals(2, check.attempt()),
        () -> assertEquals(ProbeOutcome.TIMEOUT, check.outcome()),
        () -> assertEquals("so it was", check.detail()),
        () -> assertEquals("ping", check.sent()),
        () -> assertEquals("result", check.received()),
        () -> assertEquals(List.of(3.0), check.recent()));
  }

  @Test
  void only_the_last_answer_times_are_kept() {
    ServerHealth longLived = times(100, ProbeOutcome.ANSWERED, healthy);
    assertEquals(Check.RECENT, longLived.check().recent().size());
  }

  @Test
  void since_is_when_the_state_began() {
    Instant later = Given.T0.plus(Duration.ofMinutes(1));
    ServerHealth same = healthy.in(ServerState.HEALTHY, "still", later);
    ServerHealth other = healthy.in(ServerState.DEGRADED, "now", later);
    assertAll(() -> assertEquals(Given.T0, same.since()), () -> assertEquals(later, other.since()));
  }

  private static ServerHealth times(int n, ProbeOutcome outcome, ServerHealth health) {
    ServerHealth after = health;
    for (int i = 0; i < n; i++) {
      after = Given.after(outcome, after);
    }
    return after;
  }

  private static ServerHealth slow(ServerHealth health) {
    return Given.after(Given.sample(ProbeOutcome.ANSWERED, 1_500.0, null), health);
  }

  private static ProbeSample http(String detail) {
    return Given.sample(ProbeOutcome.HTTP_STATUS, null, detail);
  }
}
