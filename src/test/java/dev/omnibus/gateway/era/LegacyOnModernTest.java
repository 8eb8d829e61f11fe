package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class LegacyOnModernTest {

  private static final Envelope INITIALIZE =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":"i-0","method":"initialize","params":{"protocolVersion":"2025-06-18",
          "capabilities":{"elicitation":{},"x":1.0},"clientInfo":{"name":"a","version":"1"}}}""");
  private static final Envelope DISCOVERED =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],
          "capabilities":{"tools":{"listChanged":true},"extensions":{"io.modelcontextprotocol/tasks":{},"y":{}}},
          "instructions":"Be kind","ttlMs":0,"cacheScope":"public","_meta":{"z":1.0,
          "io.modelcontextprotocol/serverInfo":{"name":"s","version":"2","title":"S"}}}}""");
  private static final String META = "io.modelcontextprotocol/";
  private static final Agent AGENT = Agent.legacy(INITIALIZE);

  private static Envelope dressed(String request) {
    return LegacyOnModern.dressed(Envelope.of(request), AGENT, "\"info\"");
  }

  private static Envelope initialized() {
    return LegacyOnModern.initialized(INITIALIZE, DISCOVERED, "2025-06-18");
  }

  @Test
  void a_request_says_who_asks_in_the_agents_own_words() {
    Envelope sent = dressed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertEquals(
        "{\"elicitation\":{},\"x\":1.0}", sent.raw("params", "_meta", META + "clientCapabilities"));
  }

  @Test
  void a_request_without_params_gets_them() {
    Envelope sent = dressed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertEquals("2026-07-28", sent.text("params", "_meta", META + "protocolVersion"));
  }

  @Test
  void the_level_of_a_session_is_said_with_each_request() {
    Envelope sent = dressed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertEquals("info", sent.text("params", "_meta", META + "logLevel"));
  }

  @Test
  void arguments_and_progress_token_survive_to_the_last_digit() {
    String params = "\"arguments\":{\"n\":9007199254740993, \"m\" : 1.0}";
    Envelope sent =
        dressed(
            "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"tools/call\",\"params\":{"
                + params
                + ",\"_meta\":{\"progressToken\":1.50,\"u\":[]}}}");
    assertEquals(
        "1.0 {\"n\":9007199254740993, \"m\" : 1.0} 1.50 []",
        sent.id()
            + " "
            + sent.raw("params", "arguments")
            + " "
            + sent.raw("params", "_meta", "progressToken")
            + " "
            + sent.raw("params", "_meta", "u"));
  }

  @Test
  void initialize_is_answered_with_what_discover_said() {
    assertEquals(
        new JsonObject(
            """
            {"jsonrpc":"2.0","id":"i-0","result":{"protocolVersion":"2025-06-18",
            "capabilities":{"tools":{"listChanged":true},"extensions":{"y":{}}},
            "serverInfo":{"name":"s","version":"2","title":"S"},"instructions":"Be kind",
            "_meta":{"z":1.0}}}"""),
        new JsonObject(initialized().bytes()));
  }

  @Test
  void a_resource_that_is_not_there_has_the_legacy_code() {
    Envelope read =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"resources/read\",\"params\":{\"uri\":\"a:b\"}}");
    Envelope error =
        Envelope.of(
            """
            {"jsonrpc":"2.0","id":5,"error":{"code":-32602,"message":"Resource not found",
            "data":{"uri":"a:b"}}}""");
    assertEquals("-32002", LegacyOnModern.error(read, error).raw("error", "code"));
  }

  @Test
  void wrong_params_of_a_read_keep_their_code() {
    Envelope read =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"resources/read\",\"params\":{\"uri\":\"a:b\"}}");
    Envelope error =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32602,\"message\":\"no\"}}");
    assertSame(error, LegacyOnModern.error(read, error));
  }

  @Test
  void a_level_that_does_not_exist_is_none() {
    assertNull(
        LegacyOnModern.level(
            Envelope.of(
                """
                {"jsonrpc":"2.0","id":5,"method":"logging/setLevel","params":{"level":"loud"}}""")));
  }

  @Test
  void a_ping_is_answered_here() {
    assertEquals(
        Fate.HERE,
        LegacyOnModern.fate(Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}")));
  }

  @Test
  void an_unknown_method_goes_on() {
    assertEquals(
        Fate.ONWARD,
        LegacyOnModern.fate(Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"x/y\"}")));
  }
}
