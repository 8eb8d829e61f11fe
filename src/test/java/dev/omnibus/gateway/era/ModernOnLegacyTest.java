package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ModernOnLegacyTest {

  private static final String META = "io.modelcontextprotocol/";
  private static final Envelope CALL =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"t","arguments":{"n":1.0},
          "inputResponses":{},"requestState":"s","_meta":{"progressToken":3.0,"traceparent":"00-1",
          "io.modelcontextprotocol/protocolVersion":"2026-07-28",
          "io.modelcontextprotocol/clientInfo":{"name":"a","version":"1"},
          "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}},
          "io.modelcontextprotocol/logLevel":"warning"}}}""");
  private static final Envelope INITIALIZED =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","capabilities":
          {"tools":{},"tasks":{"list":{}},"resources":{"subscribe":true}},"serverInfo":{"name":"s","version":"2"},
          "instructions":"Be kind","_meta":{"z":1.0}}}""");

  private static Envelope log(String level) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
            + level
            + "\",\"data\":1}}");
  }

  @Test
  void a_request_keeps_what_both_eras_know() {
    assertEquals(
        new JsonObject(
            """
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"t","arguments":{"n":1.0},
            "_meta":{"progressToken":3.0,"traceparent":"00-1"}}}"""),
        new JsonObject(ModernOnLegacy.stripped(CALL).bytes()));
  }

  @Test
  void numbers_of_a_request_stay_as_they_were_written() {
    assertEquals("3.0", ModernOnLegacy.stripped(CALL).raw("params", "_meta", "progressToken"));
  }

  @Test
  void discover_is_answered_with_what_initialize_said() {
    Envelope discover =
        Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\"}");
    assertEquals(
        new JsonObject(
            """
            {"jsonrpc":"2.0","id":"d","result":{"resultType":"complete","ttlMs":0,"cacheScope":"private",
            "supportedVersions":["2026-07-28"],"capabilities":{"tools":{},"resources":{"subscribe":true}},
            "instructions":"Be kind","_meta":{"z":1.0,
            "io.modelcontextprotocol/serverInfo":{"name":"s","version":"2"}}}}"""),
        new JsonObject(ModernOnLegacy.discovered(discover, INITIALIZED).bytes()));
  }

  @Test
  void a_result_says_that_it_is_complete() {
    Envelope result = Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
    assertEquals(
        "complete", ModernOnLegacy.dressed(CALL, result, null).text("result", "resultType"));
  }

  @Test
  void a_list_is_for_nobody_else() {
    Envelope list = Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}");
    Envelope result =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[],\"cacheScope\":\"public\"}}");
    assertEquals(
        "private", ModernOnLegacy.dressed(list, result, null).text("result", "cacheScope"));
  }

  @Test
  void a_call_has_nothing_to_cache() {
    Envelope result = Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
    assertEquals(null, ModernOnLegacy.dressed(CALL, result, null).at("result", "ttlMs"));
  }

  @Test
  void a_resource_that_is_not_there_has_the_modern_code() {
    Envelope read =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"resources/read\",\"params\":{\"uri\":\"a:b\"}}");
    Envelope error =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32002,\"message\":\"no\"}}");
    assertEquals("-32602", ModernOnLegacy.error(read, error).raw("error", "code"));
  }

  @Test
  void a_log_message_below_the_wish_is_not_told() {
    assertFalse(ModernOnLegacy.belongs(CALL, log("info")));
  }

  @Test
  void a_log_message_at_the_wish_is_told() {
    assertTrue(ModernOnLegacy.belongs(CALL, log("warning")));
  }

  @Test
  void without_a_wish_no_log_message_is_told() {
    assertFalse(ModernOnLegacy.belongs(ModernOnLegacy.stripped(CALL), log("emergency")));
  }

  @Test
  void an_unknown_notification_passes() {
    assertTrue(
        ModernOnLegacy.belongs(
            CALL, Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/mine\"}")));
  }

  @Test
  void the_server_is_told_of_the_same_client() {
    assertEquals(
        """
        {"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"a","version":"1"}}""",
        Agent.modern(CALL).initialize("2025-11-25"));
  }

  @Test
  void what_the_modern_era_removed_is_refused() {
    assertEquals(
        Fate.REFUSED,
        ModernOnLegacy.fate(
            Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"logging/setLevel\"}")));
  }

  @Test
  void the_level_for_a_session_is_the_one_of_the_request() {
    assertEquals("\"warning\"", ModernOnLegacy.level(CALL).orElseThrow());
    assertEquals("warning", CALL.text("params", "_meta", META + "logLevel"));
  }
}
