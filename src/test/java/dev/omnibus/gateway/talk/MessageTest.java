package dev.omnibus.gateway.talk;

import static dev.omnibus.gateway.talk.Given.message;
import static dev.omnibus.gateway.talk.Given.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.JsonRpc;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"ping\"}";

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\"", "1.0", "-7", "9007199254740993", "18446744073709551617"})
  void an_id_comes_back_as_it_was_written(String id) {
    Message ping = message(PING.formatted(id));
    String answer = JsonRpc.result(ping.id(), new JsonObject()).encode();
    assertTrue(answer.contains("\"id\":" + id + ","), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "[1]"})
  void an_id_is_a_text_or_a_number(String id) {
    refused(400, -32600, () -> message(PING.formatted(id)));
  }

  @Test
  void a_message_without_an_id_is_a_notification() {
    assertTrue(message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}").isNotification());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"jsonrpc\":\"2.0\"", "hello"})
  void what_is_not_json_is_a_parse_error(String text) {
    refused(400, -32700, () -> message(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "1",
        "null",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}"
      })
  void what_is_not_one_request_is_invalid(String text) {
    refused(400, -32600, () -> message(text));
  }

  @Test
  void a_response_is_refused_because_nothing_was_asked() {
    refused(400, -32600, () -> message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));
  }

  @Test
  void the_error_of_an_invalid_request_carries_its_id() {
    assertEquals("a", Message.idOf(Buffer.buffer("{\"jsonrpc\":\"1.0\",\"id\":\"a\"}")));
    assertNull(Message.idOf(Buffer.buffer("{")));
  }
}
