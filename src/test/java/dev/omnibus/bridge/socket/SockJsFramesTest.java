package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFramesTest {

  @Test
  void an_array_holds_messages() {
    assertEquals(Optional.of(List.of("a", "b")), SockJsFrames.messages("[\"a\",\"b\"]"));
  }

  @Test
  void one_text_is_one_message() {
    assertEquals(Optional.of(List.of("a")), SockJsFrames.messages("\"a\""));
  }

  @Test
  void the_ping_of_stock_clients_is_a_message_like_others() {
    String ping = "{\"type\":\"ping\"}";
    String frame = new JsonArray().add(ping).encode();
    assertEquals(Optional.of(List.of(ping)), SockJsFrames.messages(frame));
    assertEquals(SockJsFrames.messages(" " + frame), SockJsFrames.messages(frame));
  }

  @Test
  void an_empty_frame_is_ignored() {
    assertEquals(Optional.of(List.of()), SockJsFrames.messages(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "5", "{}", "[5]", "null", "[null]"})
  void anything_else_is_no_sockjs(String frame) {
    assertEquals(Optional.empty(), SockJsFrames.messages(frame));
  }
}
