package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ListedMembership;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Kept;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceDeskTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-00";
  private static final NodeId SELF = NodeId.of("n1@aaaaa");
  private static final NodeId GONE = NodeId.of("n2@bbbbb");

  private static final AccessConfig ACCESS =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles": {"some": {"requests": ["query.*"], "servers": {"files": []}},
                         "all": {"requests": ["query.*"], "servers": {"*": []}}},
               "users": {"sam": {"password": "x", "roles": ["some"]},
                         "ann": {"password": "x", "roles": ["all"]}}}"""));

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, SELF.toString(), Clock.systemUTC());
  private final Traces traces = new Traces(TracesConfig.fromJson(new JsonObject()));
  private final List<NodeId> live = new CopyOnWriteArrayList<>(List.of(SELF));

  private final Membership membership = new ListedMembership(SELF, live);

  @BeforeEach
  void open() throws Exception {
    Known known = new Known(traces, new TraceStore(1 << 20), SELF.toString(), Clock.systemUTC());
    traces.onKept((trace, why) -> known.keep(trace, why));
    Policy policy = new Policy(() -> ACCESS);
    get(new TraceDesk(bus, membership, policy, known).listen());
    over(traces.call(PARENT, "files", "tools/call", "read", "key:bot"));
    over(traces.call(PARENT, "vault", "tools/call", "open", "key:bot"));
  }

  private void over(CallTrace trace) {
    traces.over(trace, true, "timeout");
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private JsonObject ask(String user, String address, JsonObject body) throws Exception {
    Caller caller = new Caller(user, Set.of(), "s", Instant.now().plusSeconds(60));
    return get(bus.ask(address, body, caller.toJson(), Duration.ofSeconds(30)));
  }

  private static List<Object> servers(JsonObject answer, String key) {
    return answer.getJsonArray(key).stream()
        .map(one -> ((JsonObject) one).getValue("server"))
        .distinct()
        .toList();
  }

  @Test
  void a_caller_finds_spans_of_the_servers_that_it_may_see_only() throws Exception {
    JsonObject trace = new JsonObject().put("trace", TRACE);
    assertEquals(List.of("files"), servers(ask("sam", "query.trace.get", trace), "spans"));
    assertEquals(List.of("files", "vault"), servers(ask("ann", "query.trace.get", trace), "spans"));
  }

  @Test
  void a_list_has_no_other_either() throws Exception {
    JsonObject vault = new JsonObject().put("server", "vault");
    assertTrue(ask("sam", "query.trace.list", vault).getJsonArray("traces").isEmpty());
    JsonObject row = ask("ann", "query.trace.list", vault).getJsonArray("traces").getJsonObject(0);
    assertEquals(Kept.FAILED.word(), row.getString("kept"));
    JsonArray spans =
        ask("ann", "query.trace.get", new JsonObject().put("trace", TRACE)).getJsonArray("spans");
    long ofVault =
        spans.stream().filter(s -> "vault".equals(((JsonObject) s).getString("server"))).count();
    assertEquals(ofVault, row.getLong("spans"), "as many as its trace has");
    assertTrue(ofVault > 0);
    JsonObject both =
        ask("ann", "query.trace.list", new JsonObject()).getJsonArray("traces").getJsonObject(0);
    assertEquals(2, both.getInteger("calls"));
  }

  @Test
  void nobody_in_particular_finds_nothing() {
    ExecutionException refused =
        assertThrows(
            ExecutionException.class,
            () ->
                get(
                    bus.ask(
                        "query.trace.get",
                        new JsonObject().put("trace", TRACE),
                        null,
                        Duration.ofSeconds(30))));
    assertEquals(Failure.NOT_FOUND, ((BusException) refused.getCause()).failure());
  }

  @Test
  void a_node_that_does_not_answer_is_named() throws Exception {
    live.add(GONE);
    JsonObject answer = ask("ann", "query.trace.list", new JsonObject());
    assertEquals(List.of(GONE.toString()), answer.getJsonArray("missing").getList());
    assertEquals(1, answer.getJsonArray("traces").size());
  }

  @Test
  void a_call_that_goes_on_is_found_by_its_trace() throws Exception {
    String other = "11f92f3577b34da6a3ce929d0e0e4736";
    CallTrace served =
        traces.serve(PARENT.replace(TRACE, other), "files", "files~2", "tools/call", "read");
    JsonObject answer = ask("sam", "query.trace.get", new JsonObject().put("trace", other));
    assertTrue(answer.getBoolean("open"));
    assertEquals(2, answer.getJsonArray("spans").getJsonObject(0).getInteger("replica"));
    traces.over(served, false, "ok");
  }

  @Test
  void of_each_stretch_of_time_the_slowest_call_is_found_that_the_caller_may_see()
      throws Exception {
    JsonObject day = new JsonObject().put("slowestEachMs", 86_400_000);
    JsonArray all = ask("ann", "query.trace.list", day).getJsonArray("traces");
    assertEquals(1, all.size());
    JsonArray some = ask("sam", "query.trace.list", day).getJsonArray("traces");
    assertEquals("files", some.getJsonObject(0).getString("server"));
  }

  @Test
  void calls_of_one_trace_do_not_stand_there_as_one_that_took_as_long_as_all_of_them()
      throws Exception {
    JsonObject each = new JsonObject().put("slowestEachMs", 86_400_000);
    JsonArray found = ask("ann", "query.trace.list", each).getJsonArray("traces");
    assertNull(found.getJsonObject(0).getInteger("calls"), "it is one call");
  }
}
