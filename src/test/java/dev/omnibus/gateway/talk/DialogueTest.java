package dev.omnibus.gateway.talk;

import static dev.omnibus.gateway.talk.Given.MODERN;
import static dev.omnibus.gateway.talk.Given.message;
import static dev.omnibus.gateway.talk.Given.modern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.Era;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DialogueTest {

  private static final Caller ANN = new Caller("ann", Set.of(), "s", Instant.MAX);

  /** A server that gives the same answer to everything. */
  private record Parrot(JsonObject result) implements Face {
    @Override
    public Future<Description> describe() {
      JsonObject info = new JsonObject().put("name", "parrot");
      return Future.succeededFuture(
          new Description(info, new JsonObject().put("tools", new JsonObject()), "Speak."));
    }

    @Override
    public Future<JsonObject> answer(Asked asked) {
      return Future.succeededFuture(result);
    }
  }

  private static Future<JsonObject> legacy(String method, JsonObject params, JsonObject result) {
    return Dialogue.answer(new Asked(message(method, params), ANN, Era.LEGACY), new Parrot(result));
  }

  private static JsonObject modernly(String method, JsonObject result) {
    Message message = modern(MODERN, method, new JsonObject());
    return Dialogue.answer(new Asked(message, ANN, Era.MODERN), new Parrot(result)).result();
  }

  @Test
  void initialize_tells_version_server_capabilities_and_instructions() {
    JsonObject params = new JsonObject().put("protocolVersion", "2025-06-18");
    assertEquals(
        new JsonObject()
            .put("protocolVersion", "2025-06-18")
            .put("serverInfo", new JsonObject().put("name", "parrot"))
            .put("capabilities", new JsonObject().put("tools", new JsonObject()))
            .put("instructions", "Speak."),
        legacy("initialize", params, new JsonObject()).result());
  }

  @Test
  void a_ping_is_answered_here() {
    assertEquals(
        new JsonObject(), legacy("ping", new JsonObject(), new JsonObject().put("a", 1)).result());
  }

  @Test
  void a_legacy_agent_gets_the_result_untouched() {
    JsonObject result = new JsonObject().put("isError", true).put("odd", 1);
    assertEquals(result, legacy("tools/call", new JsonObject(), result).result());
  }

  @Test
  void a_legacy_agent_cannot_be_asked_for_more() {
    JsonObject wants = new JsonObject().put("resultType", "input_required");
    Throwable cause = legacy("tools/call", new JsonObject(), wants).cause();
    assertEquals(502, assertInstanceOf(RpcException.class, cause).status(false));
  }

  @Test
  void a_modern_agent_gets_the_type_of_a_legacy_result() {
    assertEquals(
        new JsonObject().put("isError", true).put("resultType", "complete"),
        modernly("tools/call", new JsonObject().put("isError", true)));
  }

  @Test
  void a_modern_agent_gets_a_modern_result_untouched() {
    JsonObject wants = new JsonObject().put("resultType", "input_required").put("state", "x");
    assertEquals(wants, modernly("tools/call", wants));
  }

  @Test
  void no_cache_may_show_a_list_to_another_caller() {
    JsonObject list = modernly("tools/list", new JsonObject().put("cacheScope", "public"));
    assertEquals("private", list.getString("cacheScope"));
    assertEquals(0, list.getInteger("ttlMs"));
  }

  @Test
  void discover_tells_the_modern_version_only() {
    JsonObject discovered = modernly("server/discover", new JsonObject());
    assertEquals("[\"2026-07-28\"]", discovered.getJsonArray("supportedVersions").encode());
    assertEquals("complete", discovered.getString("resultType"));
  }
}
