package dev.omnibus.gateway.era;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenTest {

  private static final Envelope REQUEST =
      Envelope.of(
          """
          {"jsonrpc":"2.0","id":1.0,"method":"subscriptions/listen","params":{"notifications":{
          "toolsListChanged":true,"promptsListChanged":false,"resourceSubscriptions":["file:///a"]}}}""");
  private static final Envelope TOOLS_ONLY =
      LegacyOnModern.description(
          new JsonObject("{\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{}}}"));

  private static Envelope updated(String uri) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
            + uri
            + "\"}}");
  }

  @Test
  void a_filter_is_read() {
    assertEquals(new Listen(true, false, false, Set.of("file:///a")), Listen.of(REQUEST));
  }

  @Test
  void what_the_server_cannot_tell_is_not_acknowledged() {
    assertEquals(
        new JsonObject(
            """
            {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{
            "_meta":{"io.modelcontextprotocol/subscriptionId":1.0},"notifications":{"toolsListChanged":true}}}"""),
        new JsonObject(Listen.of(REQUEST).within(TOOLS_ONLY).acknowledged(REQUEST).bytes()));
  }

  @Test
  void every_message_says_which_subscription_it_is_of() {
    assertEquals(
        "1.0",
        Listen.tagged(updated("file:///a"), REQUEST)
            .raw("params", "_meta", "io.modelcontextprotocol/subscriptionId"));
  }

  @Test
  void a_notification_without_params_is_tagged_too() {
    Envelope bare =
        Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    assertEquals(
        "1.0",
        Listen.tagged(bare, REQUEST)
            .raw("params", "_meta", "io.modelcontextprotocol/subscriptionId"));
  }

  @Test
  void the_end_is_a_result_of_the_same_subscription() {
    assertEquals(
        "1.0 1.0",
        Listen.ended(REQUEST).id()
            + " "
            + Listen.ended(REQUEST)
                .raw("result", "_meta", "io.modelcontextprotocol/subscriptionId"));
  }

  @Test
  void a_resource_that_was_asked_for_is_heard() {
    assertTrue(Listen.of(REQUEST).hears(updated("file:///a")));
  }

  @Test
  void another_resource_is_not_heard() {
    assertFalse(Listen.of(REQUEST).hears(updated("file:///b")));
  }

  @Test
  void log_messages_are_never_heard_on_a_subscription() {
    assertFalse(
        Listen.of(REQUEST)
            .hears(Envelope.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}")));
  }

  @Test
  void a_request_asks_for_what_it_was_made_of() {
    Listen listen = Listen.of(REQUEST);
    assertEquals(listen, Listen.of(listen.request("5")));
  }
}
