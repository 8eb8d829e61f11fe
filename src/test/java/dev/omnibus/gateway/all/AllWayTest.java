package dev.omnibus.gateway.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.coordinator.Specs;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.Stocked;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.measure.Measures;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One agent before three servers: {@code a} and {@code b} answer, {@code dead} never opens. */
class AllWayTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Catalog catalog = new Catalog();
  private final Map<String, ToyWay> toys = new HashMap<>();
  private final Doors doors = new ToyDoors();
  private AllWay way;

  private final class ToyDoors implements Doors {
    @Override
    public Future<Way> open(Guest guest) {
      return guest.server().equals("dead")
          ? Future.failedFuture(Failure.UNAVAILABLE.because(null))
          : Future.succeededFuture(toys.computeIfAbsent(guest.server(), ToyWay::new));
    }

    @Override
    public void ended(Guest guest) {
      // nothing is kept
    }
  }

  @BeforeEach
  void open() throws Exception {
    for (String server : new String[] {"a", "b", "dead"}) {
      Stocked.tools(catalog, server, "{\"name\":\"echo\"}", "{\"name\":\"only-" + server + "\"}");
    }
    way = on(() -> way(Era.LEGACY));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private AllWay way(Era era) {
    Map<String, ServerSpec> specs =
        Specs.fleet(Specs.http("a", 1), Specs.http("b", 2), Specs.http("dead", 3));
    JsonObject roles =
        new JsonObject()
            .put(
                "all",
                new JsonObject().put("servers", new JsonObject().put("*", JsonArray.of("*"))));
    JsonObject keys =
        new JsonObject()
            .put("ann", new JsonObject().put("sha256", "none").put("roles", JsonArray.of("all")));
    AccessConfig access =
        AccessConfig.fromJson(new JsonObject().put("roles", roles).put("keys", keys));
    ServerBoard board = new ServerBoard();
    board.fold(Specs.status("a", new Claim("n@1", 1, 1)));
    board.fold(Specs.status("b", new Claim("n@1", 1, 1)));
    GatewayConfig config = GatewayConfig.fromJson(new JsonObject());
    Bus bus = new Bus(vertx, "n@1", Clock.systemUTC());
    Shop shop =
        new Shop(
            catalog,
            new LiveConfig(specs, access),
            board,
            new Permits(new Policy(() -> access)),
            new Seen(new Measures(true, 100), bus, config, new AuditTrail(), Clock.systemUTC()),
            config,
            new ClientInfo("omnibus", "1"));
    Caller ann = new Caller("key:ann", Set.of("all"), "s", Instant.MAX);
    return new AllWay(vertx, shop, doors, new Guest(null, ann, era, new Agent(null, null), "uid"));
  }

  private interface Work<T> {
    T get() throws Exception;
  }

  private <T> T on(Work<T> work) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        v -> {
          try {
            done.complete(work.get());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(60, TimeUnit.SECONDS);
  }

  private static Envelope request(String method, String params) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"method\":\""
            + method
            + "\",\"params\":"
            + params
            + "}");
  }

  private Heard ask(String method, String params) throws Exception {
    Heard heard = new Heard();
    on(() -> way.request(request(method, params), heard, LIMIT));
    return heard;
  }

  @Test
  void a_call_goes_to_its_server_under_the_name_it_knows() throws Exception {
    Heard heard = ask("tools/call", "{\"name\":\"b__echo\",\"arguments\":{\"n\":1.0}}");
    assertEquals(
        "{\"name\":\"echo\",\"arguments\":{\"n\":1.0}}", heard.reply().raw("result", "params"));
    assertEquals("\"r1\"", heard.reply().id());
    assertFalse(toys.containsKey("a"), "nobody else was asked");
  }

  @Test
  void lists_open_no_way_and_wait_for_nobody() throws Exception {
    JsonObject result = ask("tools/list", "{}").result();
    assertEquals(6, result.getJsonArray("tools").size());
    assertEquals(
        Set.of("dead"),
        result.getJsonObject("_meta").getJsonObject("dev.omnibus/age").fieldNames());
    assertTrue(toys.isEmpty());
  }

  @Test
  void a_call_of_a_dead_server_fails_as_not_sent() throws Exception {
    Heard heard = ask("tools/call", "{\"name\":\"dead__echo\"}");
    assertEquals(Failure.UNAVAILABLE, ((BusException) heard.failure()).failure());
    assertFalse(heard.sent());
  }

  @Test
  void a_completion_goes_by_its_type_and_not_by_another_name_beside_it() throws Exception {
    Stocked.completable(catalog, "a", "story", "db://{table}");
    Stocked.completable(catalog, "b", "poem", "log://{day}");
    assertEquals(
        "{\"type\":\"ref/prompt\",\"uri\":\"log://{day}\",\"name\":\"story\"}",
        completed("{\"type\":\"ref/prompt\",\"uri\":\"log://{day}\",\"name\":\"a__story\"}"));
    assertFalse(toys.containsKey("b"), "nobody else was asked");
    assertEquals(
        "{\"type\":\"ref/resource\",\"uri\":\"log://{day}\",\"name\":\"a__story\"}",
        completed("{\"type\":\"ref/resource\",\"uri\":\"log://{day}\",\"name\":\"a__story\"}"));
    assertTrue(toys.get("b").said.contains("completion/complete null"));
    for (String odd :
        new String[] {
          "{\"type\":\"ref/other\",\"name\":\"a__story\"}",
          "{\"name\":\"a__story\"}",
          "{\"type\":\"ref/prompt\",\"uri\":\"log://{day}\"}"
        }) {
      assertEquals(-32602, ask("completion/complete", "{\"ref\":" + odd + "}").code(), odd);
    }
  }

  /** What the server got to see of a reference. */
  private String completed(String reference) throws Exception {
    return ask("completion/complete", "{\"ref\":" + reference + "}")
        .reply()
        .raw("result", "params", "ref");
  }

  @Test
  void what_no_server_has_is_unknown() throws Exception {
    assertEquals(-32602, ask("tools/call", "{\"name\":\"nobody__echo\"}").code());
    assertEquals(-32601, ask("tasks/list", "{}").code());
    assertEquals(-32602, ask("tools/list", "{\"cursor\":\"nonsense\"}").code());
    assertEquals(-32602, ask("logging/setLevel", "{\"level\":\"loud\"}").code());
  }

  @Test
  void no_task_is_begun_that_could_not_be_asked_for() throws Exception {
    Heard heard = ask("tools/call", "{\"name\":\"a__echo\",\"task\":{\"ttl\":1}}");
    assertNull(heard.reply().raw("result", "params", "task"));
  }

  @Test
  void questions_of_two_servers_with_one_id_are_told_apart() throws Exception {
    Heard one = ask("tools/call", "{\"name\":\"a__slow\"}");
    Heard two = ask("tools/call", "{\"name\":\"b__slow\"}");
    on(() -> toys.get("a").elicit("1"));
    on(() -> toys.get("b").elicit("1"));
    String first = one.message().id();
    String second = two.message().id();
    assertFalse(first.equals(second));
    on(
        () ->
            way.post(
                Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + second + ",\"result\":{\"b\":1}}")));
    on(
        () ->
            way.post(
                Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + second + ",\"result\":{\"b\":2}}")));
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"b\":1}}", toys.get("b").posted.get(0));
    assertEquals(1, toys.get("b").posted.size(), "the second answer is to nothing");
    assertTrue(toys.get("a").posted.isEmpty());
  }

  @Test
  void the_log_level_reaches_servers_that_are_called_later() throws Exception {
    ask("tools/call", "{\"name\":\"a__echo\"}");
    assertEquals("{}", ask("logging/setLevel", "{\"level\":\"error\"}").reply().raw("result"));
    ask("tools/call", "{\"name\":\"b__echo\"}");
    assertTrue(
        toys.get("a").said.contains("logging/setLevel \"error\""), toys.get("a").said.toString());
    assertTrue(
        toys.get("b").said.contains("logging/setLevel \"error\""), toys.get("b").said.toString());
  }

  @Test
  void a_changed_list_is_told_to_who_listens_and_may_see_it() throws Exception {
    Heard ear = new Heard();
    on(
        () -> {
          way.onMessage(ear::message);
          return null;
        });
    Stocked.tools(catalog, "a", "{\"name\":\"echo\"}", "{\"name\":\"new\"}");
    assertEquals("notifications/tools/list_changed", ear.message().method());
  }

  @Test
  void a_modern_agent_hears_it_under_the_id_of_its_request() throws Exception {
    way = on(() -> way(Era.MODERN));
    Heard heard = ask("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}");
    assertEquals("notifications/subscriptions/acknowledged", heard.message().method());
    Stocked.tools(catalog, "a", "{\"name\":\"another\"}");
    Envelope told = heard.message();
    assertEquals("notifications/tools/list_changed", told.method());
    assertEquals("\"r1\"", told.raw("params", "_meta", "io.modelcontextprotocol/subscriptionId"));
  }

  @Test
  void a_private_list_is_read_on_its_callers_account() throws Exception {
    Stocked.privately(catalog, "a", "{\"name\":\"somebody-elses\"}");
    JsonObject result = ask("tools/list", "{}").result();
    assertTrue(result.encode().contains("a__mine"), result.encode());
    assertFalse(result.encode().contains("somebody-elses"));
  }

  @Test
  void it_describes_itself_without_asking_anybody() {
    JsonObject described = way.described();
    assertEquals("omnibus", described.getJsonObject("serverInfo").getString("name"));
    assertTrue(
        described.getJsonObject("capabilities").getJsonObject("tools").getBoolean("listChanged"));
    assertTrue(toys.isEmpty());
  }
}
