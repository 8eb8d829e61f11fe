package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.gateway.catalog.Stocked;
import dev.omnibus.model.LimitSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of a server that is slow or away. */
@Timeout(240)
class LastKnownTest {

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode node;
  private ToyAgent ann;

  @BeforeEach
  void open() throws Exception {
    JsonObject quick = new JsonObject().put("listTimeoutMs", 300).put("awayMs", 300);
    node = new ToyNode(vertx, "n1@1", toy, LastKnownTest::access, LimitSpec.DEFAULT, quick);
    ann = new ToyAgent(node.port()).initialize();
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private static AccessConfig access() {
    return new ToyAccess()
        .role("all", "*")
        .role("few", "echo")
        .user("ann", "all")
        .user("few", "few")
        .config();
  }

  private void know() {
    Stocked.tools(node.catalog, "toy", "{\"name\":\"echo\", \"n\":1.0}", "{\"name\":\"old\"}");
  }

  private void leave() {
    toy.away = true;
    toy.die(false);
  }

  private static List<String> names(JsonObject result) {
    return result.getJsonArray("tools").stream()
        .map(tool -> ((JsonObject) tool).getString("name"))
        .toList();
  }

  private static JsonObject result(HttpResponse<String> answer) {
    return ModernAgent.last(answer.body()).getJsonObject("result");
  }

  private static boolean isOld(JsonObject result) {
    JsonObject meta = result.getJsonObject("_meta", new JsonObject());
    return meta.getJsonObject("dev.omnibus/age", new JsonObject()).getValue("toy") != null;
  }

  @Test
  void a_server_that_answers_answers_itself() throws Exception {
    know();
    JsonObject result = result(ann.ask(1, "tools/list", "{}"));
    assertEquals(List.of("echo", "secret"), names(result));
    assertFalse(isOld(result));
  }

  @Test
  void one_that_is_away_is_answered_for_with_what_it_last_said_and_its_age() throws Exception {
    know();
    leave();
    HttpResponse<String> answer = ann.ask(2, "tools/list", "{}");
    assertTrue(answer.body().contains("{\"name\":\"echo\", \"n\":1.0}"), answer.body());
    assertTrue(isOld(result(answer)), answer.body());
    assertEquals(2, ModernAgent.last(answer.body()).getInteger("id"));
  }

  @Test
  void one_that_is_slow_is_answered_for_and_told_that_nobody_waits() throws Exception {
    know();
    toy.slow = true;
    assertTrue(isOld(result(ann.ask(3, "tools/list", "{}"))));
    assertTrue(toy.heard.stream().anyMatch(heard -> heard.startsWith("cancel")));
  }

  @Test
  void a_modern_agent_gets_it_as_a_modern_list() throws Exception {
    know();
    leave();
    ModernAgent young = new ModernAgent(node.port(), "toy", "ann");
    JsonObject result = young.reply("tools/list", new JsonObject()).getJsonObject("result");
    assertEquals("complete", result.getString("resultType"));
    assertTrue(isOld(result));
  }

  @Test
  void it_is_cut_to_what_its_caller_may_see() throws Exception {
    know();
    ToyAgent few = new ToyAgent(node.port()).as("few").initialize();
    leave();
    assertEquals(List.of("echo"), names(result(few.ask(4, "tools/list", "{}"))));
  }

  @Test
  void what_is_another_list_for_each_agent_is_not_answered_for() throws Exception {
    know();
    toy.isPrivate = true;
    leave();
    assertEquals(503, ann.ask(5, "tools/list", "{}").statusCode());
  }

  @Test
  void what_was_never_heard_is_not_made_up() throws Exception {
    leave();
    assertEquals(503, ann.ask(6, "tools/list", "{}").statusCode());
  }

  @Test
  void the_next_page_of_a_server_is_its_own_affair() throws Exception {
    know();
    leave();
    assertEquals(503, ann.ask(7, "tools/list", "{\"cursor\":\"2\"}").statusCode());
  }
}
