package dev.omnibus.gateway.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json, text/event-stream",
        "application/json",
        "Application/JSON;charset=utf-8",
        "text/event-stream, */*;q=0.1",
        "application/*"
      })
  void a_client_that_takes_json_is_served(String accept) {
    assertTrue(MediaTypes.takesJson(List.of(accept)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "text/html", "application/json;q=0", ""})
  void a_client_that_does_not_is_not(String accept) {
    assertFalse(MediaTypes.takesJson(List.of(accept)));
  }

  @Test
  void without_the_header_everything_is_taken() {
    assertTrue(MediaTypes.takesJson(List.of()));
  }

  @Test
  void a_body_says_that_it_is_json() {
    assertTrue(MediaTypes.isJson("application/json; charset=utf-8"));
    assertFalse(MediaTypes.isJson("text/plain"));
    assertFalse(MediaTypes.isJson(null));
  }
}
