package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamHeadersTest {

  private static final Envelope PAGE =
      page(
          """
          {"name":"sql","inputSchema":{"type":"object","properties":{
            "region":{"type":"string","x-mcp-header":"Region"},
            "limit":{"type":"integer","x-mcp-header":"Limit"},
            "dry":{"type":"boolean","x-mcp-header":"Dry"},
            "deep":{"type":"object","properties":{"er":{"type":"string","x-mcp-header":"Deep"}}}}}}""");

  private static Envelope page(String tools) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + tools + "]}}");
  }

  private static Envelope call(String arguments) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"sql\",\"arguments\":"
            + arguments
            + "}}");
  }

  private static String header(String name, String arguments) {
    return ParamHeaders.NONE.with(PAGE).of(call(arguments)).get("Mcp-Param-" + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "us-west1|Region|{\"region\":\"us-west1\"}",
        "=?base64?SGVsbG8sIOS4lueVjA==?=|Region|{\"region\":\"Hello, 世界\"}",
        "=?base64?IHBhZGRlZCA=?=|Region|{\"region\":\" padded \"}",
        "=?base64?bGluZTEKbGluZTI=?=|Region|{\"region\":\"line1\\nline2\"}",
        "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=|Region|{\"region\":\"=?base64?literal?=\"}",
        "42|Limit|{\"limit\":42}",
        "42|Limit|{\"limit\":42.0}",
        "-7|Limit|{\"limit\":-7}",
        "1000|Limit|{\"limit\":1e3}",
        "true|Dry|{\"dry\":true}",
        "x|Deep|{\"deep\":{\"er\":\"x\"}}"
      })
  void a_value_is_written_as_the_specification_says(String text, String name, String arguments) {
    assertEquals(text, header(name, arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"limit\":null}",
        "{\"limit\":{}}",
        "{\"limit\":9007199254740993}",
        "{\"limit\":1e999999999}",
        "{\"limit\":-1e-999999999}"
      })
  void what_no_header_can_say_is_left_out(String arguments) {
    assertNull(header("Limit", arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
        "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r\\nB\"}}}",
        "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
        "{\"properties\":{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}}",
        "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
        "{\"$defs\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
        "{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}",
        "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
            + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}"
      })
  void a_tool_that_breaks_the_rules_does_not_exist(String schema) {
    Envelope page = page("{\"name\":\"good\"},{\"name\":\"bad\",\"inputSchema\":" + schema + "}");
    assertEquals(
        new JsonObject(page("{\"name\":\"good\"}").bytes()),
        new JsonObject(ParamHeaders.usable(page).bytes()));
    assertEquals(Set.of("bad"), ParamHeaders.NONE.with(page).broken());
  }

  @Test
  void a_tool_that_lost_its_annotations_is_forgotten() {
    ParamHeaders now = ParamHeaders.NONE.with(PAGE).with(page("{\"name\":\"sql\"}"));
    assertEquals(0, now.of(call("{\"region\":\"x\"}")).size());
  }

  @Test
  void a_page_does_not_forget_the_page_before() {
    ParamHeaders now = ParamHeaders.NONE.with(PAGE).with(page("{\"name\":\"other\"}"));
    assertEquals(1, now.of(call("{\"region\":\"x\"}")).size());
  }

  @Test
  void a_good_page_is_the_same_bytes() {
    assertEquals(PAGE.bytes(), ParamHeaders.usable(PAGE).bytes());
  }

  @Test
  void a_name_that_no_header_can_carry_is_encoded() {
    Envelope call =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"grüße\"}}");
    assertEquals(
        "=?base64?Z3LDvMOfZQ==?=", ModernHeaders.of(call, ParamHeaders.NONE).get("Mcp-Name"));
  }
}
