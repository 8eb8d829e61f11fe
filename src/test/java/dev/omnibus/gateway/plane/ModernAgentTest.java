package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.Waiting;
import dev.omnibus.model.LimitSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A modern agent at a legacy server, and its call that waits for its answer, on two nodes. */
@Timeout(240)
class ModernAgentTest {

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode one;
  private ToyNode two;

  @BeforeEach
  void open() throws Exception {
    one = new ToyNode(vertx, "n1@1", toy, ModernAgentTest::access);
    two = new ToyNode(vertx, "n2@1", toy, ModernAgentTest::access);
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private static AccessConfig access() {
    return new ToyAccess()
        .role("all", "*")
        .role("few", "echo", "slow")
        .user("ann", "all")
        .user("bob", "all")
        .config();
  }

  private ModernAgent young() {
    return new ModernAgent(one.port(), "toy", "ann");
  }

  private static JsonObject slow() {
    return ModernAgent.call("slow", new JsonObject())
        .put("_meta", new JsonObject().put("progressToken", "p"));
  }

  private static HttpResponse<String> asked(ModernAgent agent, JsonObject call) {
    try {
      return agent.ask("tools/call", call);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonObject unchecked(ModernAgent agent, JsonObject call) {
    try {
      return agent.reply("tools/call", call);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_modern_agent_that_closes_its_stream_cancels_within_a_second() throws Exception {
    Reading call = young().stream("tools/call", slow());
    toy.flight("slow").progress(1);
    call.message("notifications/progress");
    call.close();
    Waiting.until(
        "it is cancelled", Duration.ofSeconds(60), () -> toy.heard.contains("cancel slow"));
  }

  @Test
  void a_waiting_call_of_a_modern_agent_goes_on_through_another_node() throws Exception {
    JsonObject call = ModernAgent.call("ask", new JsonObject());
    CompletableFuture<JsonObject> first =
        CompletableFuture.supplyAsync(() -> unchecked(young(), call));
    toy.flight("ask").elicit("\"s-9\"");
    JsonObject asked = first.get().getJsonObject("result");
    JsonObject again = PlaneIT.again(call, asked);
    CompletableFuture<JsonObject> second =
        CompletableFuture.supplyAsync(() -> unchecked(young().at(two.port()), again));
    toy.awaits("\"id\":\"s-9\",\"result\":{\"action\":\"decline\"}");
    toy.flight("ask").answer("{\"content\":[]}");
    assertEquals("complete", second.get().getJsonObject("result").getString("resultType"));
  }

  @Test
  void an_error_of_a_call_that_goes_on_through_another_node_has_its_status_there()
      throws Exception {
    JsonObject call = ModernAgent.call("ask", new JsonObject());
    CompletableFuture<JsonObject> first =
        CompletableFuture.supplyAsync(() -> unchecked(young(), call));
    toy.flight("ask").elicit("\"s-9\"");
    JsonObject again = PlaneIT.again(call, first.get().getJsonObject("result"));
    CompletableFuture<HttpResponse<String>> second =
        CompletableFuture.supplyAsync(() -> asked(young().at(two.port()), again));
    toy.awaits("\"id\":\"s-9\",\"result\":{\"action\":\"decline\"}");
    toy.flight("ask").fail(true);
    assertEquals(502, second.get().statusCode());
  }

  @Test
  void who_goes_on_through_another_node_as_somebody_else_is_one_agent_more() throws Exception {
    JsonObject single = new JsonObject().put("visitors", 1);
    ToyNode small =
        new ToyNode(vertx, "n3@1", toy, ModernAgentTest::access, LimitSpec.DEFAULT, single);
    ModernAgent agent = new ModernAgent(small.port(), "toy", "ann");
    JsonObject call = ModernAgent.call("ask", new JsonObject());
    CompletableFuture<JsonObject> first =
        CompletableFuture.supplyAsync(() -> unchecked(agent, call));
    toy.flight("ask").elicit("\"s-11\"");
    JsonObject again = PlaneIT.again(call, first.get().getJsonObject("result"));
    ModernAgent elsewhere = agent.at(two.port());
    HttpResponse<String> refused = asked(elsewhere.with("Roles", "few"), again);
    assertEquals(429, refused.statusCode(), refused.body());
    CompletableFuture<JsonObject> second =
        CompletableFuture.supplyAsync(() -> unchecked(elsewhere, again));
    toy.awaits("\"id\":\"s-11\",\"result\":{\"action\":\"decline\"}");
    toy.flight("ask").answer("{\"content\":[]}");
    assertEquals("complete", second.get().getJsonObject("result").getString("resultType"));
  }

  @Test
  void a_waiting_call_is_not_gone_on_with_by_another_user_or_another_call() throws Exception {
    JsonObject call = ModernAgent.call("ask", new JsonObject());
    CompletableFuture<JsonObject> first =
        CompletableFuture.supplyAsync(() -> unchecked(young(), call));
    toy.flight("ask").elicit("\"s-10\"");
    JsonObject again = PlaneIT.again(call, first.get().getJsonObject("result"));
    ModernAgent other = new ModernAgent(one.port(), "toy", "bob");
    JsonObject changed = again.copy().put("arguments", new JsonObject().put("x", 1));
    assertEquals(410, unchecked(other, again).getJsonObject("error").getInteger("code"));
    assertEquals(410, unchecked(young(), changed).getJsonObject("error").getInteger("code"));
    assertTrue(toy.heard.stream().noneMatch(h -> h.contains("s-10")));
  }
}
