package dev.omnibus.gateway.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ThingTest {

  @Test
  void a_completion_is_about_what_its_type_says_and_not_about_another_name_beside_it() {
    assertEquals(
        "file:///secret/{x}",
        completion(
            "{\"type\":\"ref/resource\",\"name\":\"allowed\",\"uri\":\"file:///secret/{x}\"}"));
    assertEquals(
        "story",
        completion("{\"uri\":\"file:///open\",\"type\":\"ref/prompt\",\"name\":\"story\"}"));
    assertNull(completion("{\"name\":\"allowed\"}"));
  }

  @Test
  void two_names_in_a_reference_are_no_message() {
    assertThrows(
        WireException.class,
        () -> completion("{\"type\":\"ref/prompt\",\"name\":\"allowed\",\"name\":\"forbidden\"}"));
  }

  @Test
  void two_lists_of_resources_to_hear_of_are_no_message() {
    String notifications = "{\"resourceSubscriptions\":[\"a\"],\"resourceSubscriptions\":[\"b\"]}";
    assertThrows(
        WireException.class,
        () ->
            Envelope.of(
                Buffer.buffer(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\","
                        + "\"params\":{\"notifications\":"
                        + notifications
                        + "}}")));
  }

  private static String completion(String reference) {
    return Thing.of(
        Envelope.of(
            Buffer.buffer(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\","
                    + "\"params\":{\"ref\":"
                    + reference
                    + "}}")));
  }
}
