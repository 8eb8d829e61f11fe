package dev.omnibus.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostReplyTest {

  private static Optional<String> id(String beginning, String end) {
    return LostReply.id(
        beginning.getBytes(StandardCharsets.UTF_8), end.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_id_before_the_result_is_found() {
    assertEquals(Optional.of("7"), id("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":[", "]}}"));
    assertEquals(Optional.of("8"), id("{ \"id\": 8, \"jsonrpc\": \"2.0\", \"error\": {", "}}"));
  }

  @Test
  void an_id_behind_the_result_is_found() {
    assertEquals(Optional.of("9"), id("{\"result\":{\"a\":[", "]},\"jsonrpc\":\"2.0\",\"id\":9}"));
    assertEquals(
        Optional.of("10"),
        id("{\"jsonrpc\":\"2.0\",\"result\":{", "x\"}, \"id\" : 10 , \"jsonrpc\":\"2.0\" }\r"));
  }

  @Test
  void what_the_server_asks_is_no_reply() {
    String asks = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\",";
    assertEquals(Optional.empty(), id(asks, "}}"));
    assertEquals(Optional.empty(), id("{\"method\":\"x\",\"params\":{", "},\"id\":7}"));
  }

  @Test
  void an_id_within_the_result_is_not_taken_for_that_of_the_reply() {
    assertEquals(Optional.empty(), id("{\"result\":{\"a\":[{", "\"b\":1,\"id\":7}]}}"));
    assertEquals(
        Optional.empty(), id("{\"result\":{\"id\":7,\"jsonrpc\":\"2.0\",\"result\":", "1}}"));
    assertEquals(Optional.empty(), id("no JSON at all", "{\"id\":7}"));
  }
}
