package dev.omnibus.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.ServerMessages;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void a_batch_holds_several_messages() {
    assertEquals(
        2,
        count(
            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"method\":\"a\"},7]"));
  }

  @Test
  void what_is_not_json_rpc_is_nothing() {
    assertEquals(0, count("{}") + count("7") + count("") + count("null") + count("{") + count("x"));
  }

  @Test
  void large_integers_survive() {
    String text = "{\"jsonrpc\":\"2.0\",\"result\":{\"n\":9007199254740993,\"d\":1.0}}";
    assertEquals(text, ServerMessages.in(Buffer.buffer(text)).get(0).bytes().toString());
  }

  @Test
  void a_refusal_may_carry_an_error_object() {
    Buffer body = Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000}}");
    assertEquals(-32000, Messages.error(body).orElseThrow().getInteger("code"));
    assertTrue(Messages.error(Buffer.buffer("{\"jsonRpcError\":{}}")).isEmpty());
  }

  private static int count(String text) {
    return ServerMessages.in(Buffer.buffer(text)).size();
  }
}
