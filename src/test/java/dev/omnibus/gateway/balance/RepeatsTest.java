package dev.omnibus.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatsTest {

  private final Repeats repeats =
      new Repeats((server, call) -> "look".equals(call.text("params", "name")));

  private boolean safe(String method, String params) {
    String json =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    return repeats.safe("files", Envelope.of(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "resources/read", "logging/setLevel", "tasks/get", "ping"})
  void what_reads_or_sets_a_value_may_be_repeated(String method) {
    assertTrue(safe(method, "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "tasks/cancel", "odd/method", "subscriptions/listen"})
  void what_is_not_known_to_be_harmless_is_said_once(String method) {
    assertFalse(safe(method, "{}"));
  }

  @Test
  void a_tool_is_called_again_only_if_it_says_that_this_does_no_harm() {
    assertTrue(safe("tools/call", "{\"name\":\"look\"}"));
    assertFalse(safe("tools/call", "{\"name\":\"pay\"}"));
  }

  @Test
  void what_is_no_request_may_be_repeated() {
    assertTrue(
        repeats.safe(
            "files", Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/odd\"}")));
  }
}
