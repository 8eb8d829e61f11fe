package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameTest {

  private static final BridgeConfig CONFIG = BridgeConfig.fromJson(new JsonObject());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "null",
        "\"x\"",
        "[]",
        "{",
        "{}",
        "{\"type\":5}",
        "{\"type\":\"SEND\",\"address\":\"a\"}",
        "{\"type\":\"shout\",\"address\":\"a\"}",
        "{\"type\":\"send\"}",
        "{\"type\":\"send\",\"address\":5}",
        "{\"type\":\"send\",\"address\":\"\"}",
        "{\"type\":\"send\",\"address\":\"a\\u0000b\"}",
        "{\"type\":\"send\",\"address\":\"a\\nb\"}",
        "{\"type\":\"send\",\"address\":\"a\",\"body\":5}",
        "{\"type\":\"send\",\"address\":\"a\",\"body\":[]}",
        "{\"type\":\"send\",\"address\":\"a\",\"headers\":[]}",
        "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":{}}"
      })
  void a_bad_frame_is_refused(String text) {
    assertThrows(ClientFrame.BadFrame.class, () -> ClientFrame.parse(text, CONFIG));
  }

  @Test
  void a_bad_body_is_said_where_the_client_waits() {
    String text = "{\"type\":\"send\",\"address\":\"a\",\"replyAddress\":\"r\",\"body\":5}";
    assertEquals(
        "r",
        assertThrows(ClientFrame.BadFrame.class, () -> ClientFrame.parse(text, CONFIG)).address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"type\":\"ping\"}", "{ \"type\": \"ping\" }", "{\"x\":1,\"type\":\"ping\"}"})
  void a_ping_is_one_however_it_is_written(String text) throws Exception {
    assertEquals(ClientFrame.Type.PING, ClientFrame.parse(text, CONFIG).type());
  }

  @Test
  void a_missing_body_is_an_empty_one() throws Exception {
    String text = "{\"type\":\"send\",\"address\":\"a\",\"body\":null}";
    assertEquals(new JsonObject(), ClientFrame.parse(text, CONFIG).body());
  }

  @Test
  void an_address_that_is_too_long_is_refused() {
    String text = frame("a".repeat(201), new JsonObject());
    assertThrows(ClientFrame.BadFrame.class, () -> ClientFrame.parse(text, CONFIG));
  }

  @Test
  void headers_that_are_too_large_are_refused() {
    String text = frame("a", new JsonObject().put("x", "y".repeat(9_000)));
    assertThrows(ClientFrame.BadFrame.class, () -> ClientFrame.parse(text, CONFIG));
  }

  @Test
  void a_body_of_10_mb_is_only_a_body_here() throws Exception {
    String text =
        new JsonObject()
            .put("type", "send")
            .put("address", "a")
            .put("body", new JsonObject().put("x", "y".repeat(10_000_000)))
            .encode();
    assertEquals("a", ClientFrame.parse(text, CONFIG).returnAddress());
  }

  @Test
  void deep_nesting_is_refused() {
    String text = "{\"type\":\"send\",\"address\":\"a\",\"body\":" + "[".repeat(100_000);
    assertThrows(ClientFrame.BadFrame.class, () -> ClientFrame.parse(text, CONFIG));
  }

  private static String frame(String address, JsonObject headers) {
    return new JsonObject()
        .put("type", "register")
        .put("address", address)
        .put("headers", headers)
        .encode();
  }
}
