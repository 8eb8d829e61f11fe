package dev.omnibus.gateway.agent;

import static dev.omnibus.gateway.agent.Given.MODERN;
import static dev.omnibus.gateway.agent.Given.headers;
import static dev.omnibus.gateway.agent.Given.message;
import static dev.omnibus.gateway.agent.Given.modern;
import static dev.omnibus.gateway.agent.Given.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EraRulesTest {

  private static final String VERSION = "MCP-Protocol-Version";
  private static final JsonObject ECHO = new JsonObject().put("name", "echo");

  private static MultiMap told(String method, String name) {
    return headers(VERSION, MODERN, "Mcp-Method", method, "Mcp-Name", name);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25"
  })
  void initialize_gets_the_version_it_asks_for_or_the_newest_legacy_one(String asked, String got) {
    assertEquals(got, EraRules.negotiate(asked));
  }

  @Test
  void a_request_without_any_version_is_legacy() {
    assertEquals(Era.LEGACY, EraRules.check(message("tools/list", new JsonObject()), headers()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
  void a_legacy_version_in_the_header_is_legacy(String version) {
    assertEquals(
        Era.LEGACY,
        EraRules.check(message("tools/list", new JsonObject()), headers(VERSION, version)));
  }

  @Test
  void an_unknown_version_in_the_header_is_refused_with_those_that_are_known() {
    RpcException refused =
        refused(
            400,
            -32022,
            () ->
                EraRules.check(
                    message("tools/list", new JsonObject()), headers(VERSION, "1999-01-01")));
    assertEquals(5, refused.error().getJsonObject("data").getJsonArray("supported").size());
  }

  @Test
  void a_request_that_says_all_twice_is_modern() {
    assertEquals(
        Era.MODERN, EraRules.check(modern(MODERN, "tools/call", ECHO), told("tools/call", "echo")));
  }

  @Test
  void a_modern_version_that_is_unknown_is_refused_with_the_one_that_is_known() {
    RpcException refused =
        refused(
            400,
            -32022,
            () ->
                EraRules.check(
                    modern("2027-01-01", "tools/list", new JsonObject()),
                    headers(VERSION, "2027-01-01", "Mcp-Method", "tools/list")));
    assertEquals(
        new JsonObject().put("supported", JsonArray.of(MODERN)).put("requested", "2027-01-01"),
        refused.error().getJsonObject("data"));
  }

  @Test
  void a_modern_header_without_the_meta_is_invalid_params() {
    refused(
        400,
        -32602,
        () ->
            EraRules.check(
                message("tools/list", new JsonObject()),
                headers(VERSION, MODERN, "Mcp-Method", "tools/list")));
  }

  @Test
  void client_capabilities_are_required() {
    Envelope message =
        modern(MODERN, "tools/list", new JsonObject())
            .splice()
            .remove("params", "_meta", "io.modelcontextprotocol/clientCapabilities")
            .toEnvelope();
    refused(
        400,
        -32602,
        () -> EraRules.check(message, headers(VERSION, MODERN, "Mcp-Method", "tools/list")));
  }

  @Test
  void a_modern_body_without_the_version_header_is_a_mismatch() {
    refused(
        400,
        -32020,
        () ->
            EraRules.check(
                modern(MODERN, "tools/list", new JsonObject()),
                headers("Mcp-Method", "tools/list")));
  }

  @Test
  void a_legacy_header_over_a_modern_body_is_a_mismatch() {
    refused(
        400,
        -32020,
        () ->
            EraRules.check(
                modern(MODERN, "tools/list", new JsonObject()),
                headers(VERSION, "2025-11-25", "Mcp-Method", "tools/list")));
  }

  @Test
  void another_method_in_the_header_is_a_mismatch() {
    refused(
        400,
        -32020,
        () -> EraRules.check(modern(MODERN, "tools/call", ECHO), told("tools/list", "echo")));
  }

  @Test
  void another_name_in_the_header_is_a_mismatch() {
    refused(
        400,
        -32020,
        () -> EraRules.check(modern(MODERN, "tools/call", ECHO), told("tools/call", "Echo")));
  }

  @Test
  void a_name_said_twice_is_a_mismatch() {
    MultiMap twice = told("tools/call", "echo").add("Mcp-Name", "other");
    refused(400, -32020, () -> EraRules.check(modern(MODERN, "tools/call", ECHO), twice));
  }

  @Test
  void an_encoded_name_is_compared_decoded() {
    assertEquals(
        Era.MODERN,
        EraRules.check(
            modern(MODERN, "tools/call", new JsonObject().put("name", "grüße")),
            told("tools/call", "=?base64?Z3LDvMOfZQ==?=")));
  }

  @Test
  void an_encoded_name_that_cannot_be_decoded_is_a_mismatch() {
    refused(
        400,
        -32020,
        () ->
            EraRules.check(modern(MODERN, "tools/call", ECHO), told("tools/call", "=?base64?*?=")));
  }

  @Test
  void a_resource_is_named_by_its_uri() {
    assertEquals(
        Era.MODERN,
        EraRules.check(
            modern(MODERN, "resources/read", new JsonObject().put("uri", "demo://a")),
            told("resources/read", "demo://a")));
  }
}
