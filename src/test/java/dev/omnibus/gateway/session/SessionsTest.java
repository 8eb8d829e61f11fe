package dev.omnibus.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes' sessions over one bus. */
class SessionsTest {

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);
  private static final Caller BOB = new Caller("bob", Set.of(), "s", Instant.MAX);
  private static final Seal SEAL = new Seal(() -> new byte[48], "test");

  private final Vertx vertx = Vertx.vertx();
  private Sessions one;
  private Sessions two;

  @BeforeEach
  void open() throws Exception {
    one = node("n1");
    two = node("n2");
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private Sessions node(String name) throws Exception {
    GatewayConfig config = GatewayConfig.fromJson(new JsonObject().put("maxSessions", 20));
    return get(Sessions.open(vertx, new Bus(vertx, name, Clock.systemUTC()), SEAL, config));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private String begin() {
    return one.begin("files", ANN, "up-1", "{\"clientInfo\":{}}", null).orElseThrow();
  }

  @Test
  void a_session_goes_on_at_another_node() throws Exception {
    Session there = get(two.find(begin(), "files", ANN));
    assertEquals("up-1", there.changes().upstream());
    assertEquals("{\"clientInfo\":{}}", there.start().init());
  }

  @Test
  void it_is_nobody_elses() throws Exception {
    assertNull(get(two.find(begin(), "files", BOB)));
  }

  @Test
  void it_is_good_at_its_own_server_only() throws Exception {
    assertNull(get(two.find(begin(), "web", ANN)));
  }

  @Test
  void what_no_node_sealed_is_no_session() throws Exception {
    assertNull(get(one.find("bogus", "files", ANN)));
  }

  @Test
  void an_end_is_known_everywhere() throws Exception {
    String id = begin();
    get(two.find(id, "files", ANN));
    get(one.end(one.known(id, "files", ANN)));
    Waiting.until(
        "the other node hears it",
        Duration.ofSeconds(60),
        () -> two.known(id, "files", ANN) == null);
  }

  @Test
  void a_node_that_never_saw_it_knows_the_end_too() throws Exception {
    String id = begin();
    get(one.end(one.known(id, "files", ANN)));
    assertNull(get(two.find(id, "files", ANN)));
  }

  @Test
  void what_ended_stays_ended_when_another_change_comes_late() throws Exception {
    String id = begin();
    Session session = one.known(id, "files", ANN);
    Session there = get(two.find(id, "files", ANN));
    get(one.end(session));
    get(two.logging(there, "\"error\""));
    get(one.renewed(session, "up-1", "up-2", null));
    assertNull(get(node("n3").find(id, "files", ANN)));
  }

  @Test
  void what_changed_is_read_by_a_node_that_comes_later() throws Exception {
    String id = begin();
    Session session = one.known(id, "files", ANN);
    get(one.logging(session, "\"error\""));
    get(one.subscribed(session, "file:///a", true));
    get(one.renewed(session, "up-1", "up-2", null));
    Session.Changes there = get(two.find(id, "files", ANN)).changes();
    assertEquals(
        new Session.Changes(3, false, "up-2", 1, "\"error\"", List.of("file:///a"), null), there);
  }

  /** Neither waits for the other. */
  @Test
  void two_nodes_that_change_one_session_at_once_lose_nothing() throws Exception {
    String id = begin();
    Session here = one.known(id, "files", ANN);
    Session there = get(two.find(id, "files", ANN));
    List<Future<Void>> changes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      changes.add(one.subscribed(here, "file:///one" + i, true));
      changes.add(two.subscribed(there, "file:///two" + i, true));
    }
    get(Future.all(changes));
    assertEquals(10, get(node("n3").find(id, "files", ANN)).changes().subscriptions().size());
    Waiting.until(
        "both know all",
        Duration.ofSeconds(60),
        () ->
            here.changes().subscriptions().size() == 10
                && there.changes().subscriptions().size() == 10);
  }

  @Test
  void of_two_nodes_that_renew_a_session_at_once_one_is_in_force() throws Exception {
    String id = begin();
    Session here = one.known(id, "files", ANN);
    Session there = get(two.find(id, "files", ANN));
    Future<Boolean> mine = one.renewed(here, "up-1", "up-2", null);
    Future<Boolean> yours = two.renewed(there, "up-1", "up-3", null);
    assertTrue(get(mine) != get(yours));
    Waiting.until(
        "both use it",
        Duration.ofSeconds(60),
        () -> here.changes().upstream().equals(there.changes().upstream()));
  }

  @Test
  void what_a_node_forgot_it_reads_again() throws Exception {
    String id = begin();
    for (int i = 0; i < 50; i++) {
      begin();
    }
    assertTrue(one.size() <= 20);
    assertNotNull(get(one.find(id, "files", ANN)));
  }

  @Test
  void an_agent_that_says_too_much_of_itself_gets_no_id() {
    StringBuilder noise = new StringBuilder("\"");
    Random random = new Random(7);
    while (noise.length() < 20_000) {
      noise.append(Integer.toString(random.nextInt(36), 36));
    }
    assertTrue(one.begin("files", ANN, "up-1", noise.append('"').toString(), null).isEmpty());
  }

  @Test
  void a_node_says_for_how_long_it_did_not_use_a_session_and_leaves_an_idle_one_to_who_asks()
      throws Exception {
    String id = begin();
    Session there = get(two.find(id, "files", ANN));
    String uid = there.start().uid();
    there.hold();
    assertEquals(0, two.quietMillis(uid, Duration.ofMinutes(1)).orElseThrow());
    there.release(System.nanoTime() - Duration.ofMinutes(2).toNanos());
    assertEquals(List.of(there), two.idle(Duration.ofMinutes(1), 10));
    assertTrue(two.quietMillis(uid, Duration.ofMinutes(1)).orElseThrow() >= 120_000);
    assertEquals(List.of(), two.idle(Duration.ofMinutes(1), 10), "somebody else takes care of it");
    there.hold();
    there.release(System.nanoTime() - Duration.ofMinutes(2).toNanos());
    assertEquals(1, two.idle(Duration.ofMinutes(1), 10).size(), "it was used again");
    assertTrue(two.quietMillis("nobody", Duration.ZERO).isEmpty());
  }
}
