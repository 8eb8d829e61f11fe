package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflationTest {

  private static final String PLAIN =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate"
      })
  void no_message_builds_on_another_one(String offer) {
    assertEquals(Optional.of(PLAIN), Deflation.answer(List.of(offer)));
  }

  @Test
  void a_window_is_answered_when_it_is_asked_for() {
    assertEquals(
        Optional.of(PLAIN + "; server_max_window_bits=15"),
        Deflation.answer(List.of("permessage-deflate; server_max_window_bits=\"15\"")));
  }

  @Test
  void several_headers_are_several_offers() {
    assertEquals(
        Optional.of(PLAIN), Deflation.answer(List.of("something-else", "permessage-deflate")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=07",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unheard_of"
      })
  void what_cannot_be_met_is_not_agreed_upon(String offer) {
    assertEquals(Optional.empty(), Deflation.answer(List.of(offer)));
  }

  @Test
  void nothing_offered_is_nothing_agreed_upon() {
    assertEquals(Optional.empty(), Deflation.answer(List.of()));
  }
}
