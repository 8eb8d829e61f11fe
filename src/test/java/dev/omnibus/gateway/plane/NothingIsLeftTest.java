package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.Timers;
import dev.omnibus.harness.Waiting;
import dev.omnibus.model.LimitSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Agents of both eras with calls of every fate at one node, and what it holds when they are gone.
 */
@Timeout(240)
class NothingIsLeftTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONCE = "\"_meta\":{\"progressToken\":\"p\"}";
  private static final JsonObject SHORT =
      new JsonObject().put("awayMs", 500).put("maxCallMs", 1_500);

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode node;

  @BeforeEach
  void open() throws Exception {
    node = new ToyNode(vertx, "n1@1", toy, NothingIsLeftTest::access, LimitSpec.DEFAULT, SHORT);
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private static AccessConfig access() {
    return new ToyAccess().role("all", "*").user("ann", "all").user("bob", "all").config();
  }

  private void legacyAgent() throws Exception {
    ToyAgent ann = new ToyAgent(node.port()).initialize();
    final Reading standing = ann.listen();
    ann.call(1, "echo", "{}");
    Reading dropped = ann.stream(2, "dropped", ONCE);
    toy.flight("dropped").progress(1);
    dropped.message("notifications/progress");
    dropped.close();
    Reading cancelled = ann.stream(3, "cancelled", ONCE);
    toy.flight("cancelled").progress(1);
    cancelled.message("notifications/progress");
    ann.notify("notifications/cancelled", "{\"requestId\":3}");
    ann.stream(4, "ask", ONCE);
    toy.flight("ask").elicit("\"s-1\"");
    ann.stream(5, "unanswered", ONCE);
    toy.flight("unanswered").progress(1);
    assertEquals(200, ann.delete().statusCode());
    standing.close();
  }

  private JsonObject asked(ModernAgent agent, JsonObject call, String id) throws Exception {
    CompletableFuture<JsonObject> first = CompletableFuture.supplyAsync(() -> reply(agent, call));
    toy.flight(call.getString("name")).elicit(id);
    return first.get().getJsonObject("result");
  }

  private static JsonObject reply(ModernAgent agent, JsonObject call) {
    try {
      return agent.reply("tools/call", call);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void modernAgent() throws Exception {
    ModernAgent bob = new ModernAgent(node.port(), "toy", "bob");
    JsonObject call = ModernAgent.call("ask-young", new JsonObject());
    JsonObject again = PlaneIT.again(call, asked(bob, call, "\"s-2\""));
    CompletableFuture<JsonObject> second = CompletableFuture.supplyAsync(() -> reply(bob, again));
    toy.awaits("\"id\":\"s-2\"");
    toy.flight("ask-young").answer("{\"content\":[]}");
    second.get();
    asked(bob, ModernAgent.call("ask-and-leave", new JsonObject()), "\"s-3\"");
    JsonObject progress =
        ModernAgent.call("dropped-young", new JsonObject())
            .put("_meta", new JsonObject().put("progressToken", "p"));
    Reading dropped = bob.stream("tools/call", progress);
    toy.flight("dropped-young").progress(1);
    dropped.message("notifications/progress");
    dropped.close();
  }

  @Test
  void of_sessions_visits_streams_and_calls_nothing_is_left_not_even_a_timer() throws Exception {
    int timers = Timers.of(vertx);
    List<Integer> grown = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      legacyAgent();
      modernAgent();
      grown.add(Timers.of(vertx));
      toy.heard.clear();
      Waiting.until("the calls are over", LIMIT, () -> toy.flights.isEmpty());
    }
    node.plane().tick(System.nanoTime() + Duration.ofHours(1).toNanos());
    Waiting.until(
        "nothing is held",
        LIMIT,
        () -> node.plane().held().equals(new Plane.Held(0, 0, 0, 0)),
        () -> "held: " + node.plane().held());
    Waiting.until("no way is open", LIMIT, () -> toy.ways.isEmpty());
    Waiting.until("no call is under way", LIMIT, () -> node.seen.underWay() == 0);
    // That a session has ended is remembered as long as it could have lived.
    int remembered = 3;
    Waiting.until(
        "no timer is left of " + grown,
        LIMIT,
        () -> Timers.of(vertx) == timers + remembered,
        () -> Timers.of(vertx) + " instead of " + timers + ":\n" + Timers.described(vertx));
  }
}
