package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFilterTest {

  @ParameterizedTest
  @CsvSource({
    "files,,files,info,true",
    "files,,files2,info,false",
    "files,,Files,info,false",
    "fi*,,files,info,true",
    "f.les,,files,info,false",
    "*,,files,info,true",
    "*,,,info,false",
    ",warning,files,info,false",
    ",warning,files,warning,true",
    ",warning,,critical,true"
  })
  void a_header_admits(
      String server, String severity, String about, String loud, boolean admitted) {
    JsonObject headers = new JsonObject().put("server", server).put("severity", severity);
    Event event = Event.of("event.server.status", Events.envelope("a", 1, about, loud));
    assertEquals(admitted, HeaderFilter.fromJson(headers).admits(event));
  }

  @Test
  void an_unknown_severity_is_refused_by_name() {
    JsonObject headers = new JsonObject().put("severity", "high");
    assertThrows(IllegalArgumentException.class, () -> HeaderFilter.fromJson(headers));
  }

  @Test
  void a_server_that_is_no_text_is_refused() {
    JsonObject headers = new JsonObject().put("server", 5);
    assertThrows(IllegalArgumentException.class, () -> HeaderFilter.fromJson(headers));
  }
}
