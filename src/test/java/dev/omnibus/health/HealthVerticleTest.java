package dev.omnibus.health;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.HealthConfig;
import dev.omnibus.measure.Measures;
import dev.omnibus.model.Link;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health room on a local bus, with a small real answering side in the coordinator's place. */
class HealthVerticleTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final NodeId SELF = new NodeId("n1", "abcde");
  private static final NodeId OTHER = new NodeId("n2", "fghij");

  /** Of which only this one runs the room. */
  private static final ListedMembership BOTH = new ListedMembership(SELF, List.of(SELF, OTHER));

  private static final HealthConfig CONFIG =
      HealthConfig.fromJson(
          new JsonObject()
              .put("intervalMs", 200)
              .put("timeoutMs", 300)
              .put("fastMs", 60)
              .put("concurrency", 2));

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, SELF.toString(), Clock.systemUTC());
  private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
  private final ServerBoard board = new ServerBoard();
  private final Measures measures = new Measures(true, 100);
  private final Map<String, ProbeOutcome> outcomes = new ConcurrentHashMap<>();

  @BeforeEach
  void deploy() throws Exception {
    for (String address :
        List.of(
            Addresses.EVENT_SERVER_STATUS,
            Addresses.EVENT_SERVER_HEALTH,
            Addresses.EVENT_BREAKER_STATE)) {
      await(bus.hear(address, events::add).completion());
    }
    await(bus.answerNode(Addresses.PROBE, request -> answer(request.body())).completion());
    await(
        vertx.deployVerticle(
            new HealthVerticle(bus, Clock.systemUTC(), CONFIG, BOTH, board, measures)));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void a_server_that_answers_becomes_healthy() throws Exception {
    link("files");
    JsonObject event = change("files", ServerState.HEALTHY);
    assertAll(
        () -> assertEquals("mcp_status_change", event.getString("type")),
        () -> assertEquals("info", event.getString("severity")),
        () -> assertEquals(SELF.toString(), status(event).claim().owner()));
  }

  @Test
  void revisions_have_no_gap() throws Exception {
    link("files");
    List<Long> revisions = new ArrayList<>();
    while (revisions.size() < 8) {
      JsonObject event = next(e -> e.getJsonObject("data").containsKey("status"));
      revisions.add(status(event).claim().revision());
    }
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), revisions);
  }

  @Test
  void a_probe_without_an_answer_counts_as_a_timeout() throws Exception {
    outcomes.put("files", ProbeOutcome.TIMEOUT);
    link("files");
    JsonObject event = change("files", ServerState.DISCONNECTED);
    assertAll(
        () -> assertEquals("error", event.getString("severity")),
        () -> assertEquals(ProbeOutcome.TIMEOUT, status(event).check().outcome()));
  }

  @Test
  void a_lost_session_is_told_without_waiting_for_a_probe() throws Exception {
    link("files");
    change("files", ServerState.HEALTHY);
    tell("files", ServerSignal.Kind.LOST, "process exited with code 1");
    JsonObject event = change("files", ServerState.DISCONNECTED);
    assertEquals("process exited with code 1", status(event).reason());
  }

  /**
   * The hanging one is asked first, and the others have answered many times before it is heard of.
   */
  @Test
  void a_hanging_server_does_not_delay_the_others() throws Exception {
    outcomes.put("hanging", ProbeOutcome.TIMEOUT);
    link("hanging");
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      link("other-" + i);
    }
    String told;
    do {
      JsonObject data = next(e -> isAnswer(e.getJsonObject("data"))).getJsonObject("data");
      told = data.getString("server");
      order.add(told);
    } while (!told.equals("hanging"));
    assertTrue(order.size() > 5, "told in this order: " + order);
  }

  @Test
  void a_breaker_is_forced_by_command() throws Exception {
    link("files");
    change("files", ServerState.HEALTHY);
    JsonObject reply = await(force("files", "forced_open"));
    JsonObject event = next(e -> e.getString("type").equals("circuit_breaker_state"));
    assertAll(
        () -> assertEquals("forced_open", reply.getJsonObject("breaker").getString("state")),
        () -> assertEquals("forced_open", event.getJsonObject("data").getString("to")));
  }

  @Test
  void a_breaker_is_forced_on_the_node_that_owns_it() throws Exception {
    Bus other = new Bus(vertx, OTHER.toString(), Clock.systemUTC());
    await(
        other
            .answerNode(Addresses.BREAKER, request -> Future.succeededFuture(request.body()))
            .completion());
    assertEquals("files-2", await(force("files-2", "closed")).getString("server"));
  }

  @Test
  void a_breaker_nobody_owns_cannot_be_forced() {
    ExecutionException failure =
        Assertions.assertThrows(
            ExecutionException.class, () -> await(force("files-1", "forced_open")));
    assertEquals(Failure.NOT_FOUND, ((BusException) failure.getCause()).failure());
  }

  @Test
  void an_unknown_word_for_a_breaker_is_refused() throws Exception {
    link("files");
    change("files", ServerState.HEALTHY);
    ExecutionException failure =
        Assertions.assertThrows(ExecutionException.class, () -> await(force("files", "ajar")));
    assertEquals(Failure.BAD_REQUEST, ((BusException) failure.getCause()).failure());
  }

  /** A server that times out is never answered for: the room must notice by itself. */
  private Future<JsonObject> answer(JsonObject probe) {
    ProbeOutcome outcome = outcomes.getOrDefault(probe.getString("server"), ProbeOutcome.ANSWERED);
    ProbeSample sample = new ProbeSample(outcome, null, "ping", "result", 1.0, Instant.now(), null);
    return outcome == ProbeOutcome.TIMEOUT
        ? Promise.<JsonObject>promise().future()
        : Future.succeededFuture(sample.toJson());
  }

  private void link(String server) {
    ServerSpec spec = ServerSpec.fromJson(server, new JsonObject().put("command", server));
    bus.tell(
        Addresses.SIGNAL,
        new ServerSignal(server, ServerSignal.Kind.OWNED, 1, null, spec, null).toJson());
    bus.tell(
        Addresses.SIGNAL,
        new ServerSignal(
                server, ServerSignal.Kind.LINKED, 1, null, null, Link.unopened(spec.transport()))
            .toJson());
  }

  private void tell(String server, ServerSignal.Kind kind, String reason) {
    bus.tell(Addresses.SIGNAL, new ServerSignal(server, kind, 1, reason, null, null).toJson());
  }

  private Future<JsonObject> force(String server, String state) {
    JsonObject body = new JsonObject().put("server", server).put("state", state);
    return bus.ask(Addresses.COMMAND_BREAKER_FORCE, body, null, LIMIT);
  }

  private JsonObject change(String server, ServerState to) throws InterruptedException {
    return next(
        event -> {
          JsonObject data = event.getJsonObject("data");
          return event.getString("type").equals("mcp_status_change")
              && data.getString("server").equals(server)
              && data.getString("to").equals(to.word());
        });
  }

  private JsonObject next(Predicate<JsonObject> wanted) throws InterruptedException {
    for (; ; ) {
      JsonObject event = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("the event did not come");
      }
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  private static boolean isAnswer(JsonObject data) {
    JsonObject status = data.getJsonObject("status");
    return status != null && status.getJsonObject("check") != null;
  }

  private static ServerStatus status(JsonObject event) {
    return ServerStatus.fromJson(event.getJsonObject("data").getJsonObject("status"));
  }

  private static <T> T await(Future<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
