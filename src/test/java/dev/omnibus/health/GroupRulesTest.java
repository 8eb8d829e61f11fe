package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.Check;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupRulesTest {

  private static final Instant T0 = Given.T0;
  private static final ServerSpec SPEC =
      ServerSpec.fromJson("files", new JsonObject().put("command", "x").put("replicas", 3));
  private static final Claim CLAIM = new Claim("n1@1", 7, 1);

  private static ServerStatus one(int number, ServerState state, BreakerState breaker) {
    boolean linked = state.serves();
    Link link =
        linked
            ? new Link(
                TransportKind.STDIO, Era.LEGACY, "2025-11-25", "f", "1", 4, 0, 0, 40L + number)
            : Link.unopened(TransportKind.STDIO);
    return new ServerStatus(
        "files~" + number,
        state,
        "so it was",
        T0,
        new Claim("n" + number + "@1", 3, 5),
        link,
        null,
        new BreakerStatus(breaker, 0, null),
        null);
  }

  private static ServerStatus group(ServerState... states) {
    List<ServerStatus> known = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      known.add(one(i + 1, states[i], BreakerState.CLOSED));
    }
    return GroupRules.compose(SPEC, known, null, CLAIM, T0);
  }

  @Test
  void it_is_back_when_the_first_of_them_is() {
    ServerStatus rests = one(1, ServerState.DRAINING, BreakerState.CLOSED);
    ServerStatus soon = rests.backBy(T0.plusSeconds(5));
    ServerStatus late = rests.backBy(T0.plusSeconds(50));
    assertEquals(T0.plusSeconds(5), compose(late, rests, soon).backBy());
    ServerStatus serves = one(2, ServerState.HEALTHY, BreakerState.CLOSED);
    assertNull(compose(late, serves, soon).backBy());
  }

  @ParameterizedTest
  @CsvSource({
    "HEALTHY, HEALTHY, HEALTHY, HEALTHY",
    "HEALTHY, DISCONNECTED, HEALTHY, DEGRADED",
    "DEGRADED, HEALTHY, HEALTHY, DEGRADED",
    "HEALTHY, STOPPED, HEALTHY, HEALTHY",
    "DISCONNECTED, CIRCUIT_OPEN, HEALTHY, DEGRADED",
    "DISCONNECTED, CIRCUIT_OPEN, DISCONNECTED, DISCONNECTED",
    "CIRCUIT_OPEN, CIRCUIT_OPEN, CIRCUIT_OPEN, CIRCUIT_OPEN",
    "STARTING, DISCONNECTED, UNKNOWN, STARTING",
    "STOPPED, STOPPED, STOPPED, STOPPED",
    "DISABLED, DISABLED, DISABLED, DISABLED",
    "AUTH_REQUIRED, DISCONNECTED, DISCONNECTED, AUTH_REQUIRED"
  })
  void it_is_as_its_replicas_are(ServerState a, ServerState b, ServerState c, ServerState all) {
    assertEquals(all, group(a, b, c).state());
  }

  @Test
  void one_that_nobody_has_heard_of_is_missing() {
    assertEquals(ServerState.DEGRADED, group(ServerState.HEALTHY, ServerState.HEALTHY).state());
    assertEquals(ServerState.UNKNOWN, group().state());
  }

  @Test
  void the_reason_says_how_many_serve_and_what_the_others_have() {
    assertEquals(
        "2 of 3 serve; files~2 disconnected: so it was",
        group(ServerState.HEALTHY, ServerState.DISCONNECTED, ServerState.HEALTHY).reason());
  }

  @Test
  void each_replica_stands_in_it_with_its_owner_and_process() {
    ServerStatus told = group(ServerState.HEALTHY, ServerState.HEALTHY, ServerState.DISCONNECTED);
    ServerStatus read = ServerStatus.fromJson(told.toJson());
    assertEquals(told, read);
    assertEquals(3, read.replicas().size());
    assertEquals("n2@1", read.replicas().get(1).owner());
    assertEquals(42L, read.replicas().get(1).pid());
    assertEquals(Era.LEGACY, read.link().era());
    assertEquals("files", read.server());
  }

  @Test
  void its_breaker_holds_only_when_all_of_them_do() {
    List<ServerStatus> some =
        List.of(
            one(1, ServerState.CIRCUIT_OPEN, BreakerState.OPEN),
            one(2, ServerState.HEALTHY, BreakerState.CLOSED),
            one(3, ServerState.CIRCUIT_OPEN, BreakerState.FORCED_OPEN));
    assertEquals(
        BreakerState.CLOSED, GroupRules.compose(SPEC, some, null, CLAIM, T0).breaker().state());
    assertEquals(
        BreakerState.OPEN,
        GroupRules.compose(SPEC, List.of(some.get(0), some.get(2)), null, CLAIM, T0)
            .breaker()
            .state());
  }

  @Test
  void its_check_is_the_last_of_one_that_serves_and_of_any_when_none_does() {
    ServerStatus serves = checked(one(1, ServerState.HEALTHY, BreakerState.CLOSED), 10);
    ServerStatus dead = checked(one(2, ServerState.DISCONNECTED, BreakerState.CLOSED), 20);
    ServerStatus stale = checked(one(3, ServerState.DISCONNECTED, BreakerState.CLOSED), 15);
    assertEquals(serves.check(), compose(serves, dead, stale).check());
    assertEquals(dead.check(), compose(dead, stale).check());
  }

  private static ServerStatus checked(ServerStatus one, int seconds) {
    Check check =
        new Check(
            T0.plusSeconds(seconds),
            null,
            1,
            ProbeOutcome.ANSWERED,
            null,
            null,
            null,
            null,
            List.of());
    return new ServerStatus(
        one.server(),
        one.state(),
        one.reason(),
        one.since(),
        one.claim(),
        one.link(),
        check,
        one.breaker(),
        null);
  }

  private static ServerStatus compose(ServerStatus... known) {
    return GroupRules.compose(SPEC, List.of(known), null, CLAIM, T0);
  }

  @Test
  void a_state_that_stays_has_begun_when_it_began() {
    ServerStatus before = group(ServerState.HEALTHY, ServerState.HEALTHY, ServerState.HEALTHY);
    List<ServerStatus> known =
        List.of(
            one(1, ServerState.HEALTHY, BreakerState.CLOSED),
            one(2, ServerState.HEALTHY, BreakerState.CLOSED),
            one(3, ServerState.HEALTHY, BreakerState.CLOSED));
    Instant later = T0.plusSeconds(60);
    assertEquals(T0, GroupRules.compose(SPEC, known, before, CLAIM, later).since());
    assertTrue(
        GroupRules.compose(SPEC, known.subList(0, 1), before, CLAIM, later).since().equals(later));
  }
}
