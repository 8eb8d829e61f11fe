package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.Replay;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WelcomesTest {

  private static final String STATUS = "event.server.status";
  private final Welcomes welcomes = new Welcomes();

  @Test
  void those_who_come_between_two_events_are_told_by_the_same_bytes() {
    Replay replay = replay(false, 7);
    assertSame(welcomes.to(STATUS, replay), welcomes.to(STATUS, replay));
  }

  @Test
  void what_happened_since_and_another_address_are_told_anew() {
    Replay before = replay(false, 7);
    welcomes.to(STATUS, before);
    assertEquals("{\"n1\":8}", cursor(STATUS, replay(false, 8)));
    assertEquals("{\"n1\":7}", cursor("event.server.health", before));
    assertEquals("{\"n1\":7}", cursor(STATUS, before));
  }

  @Test
  void who_resumed_is_told_so_and_nobody_else_is() {
    Replay resumed = replay(true, 7);
    assertNotSame(welcomes.to(STATUS, resumed), welcomes.to(STATUS, replay(false, 7)));
    assertEquals(true, message(STATUS, resumed).getBoolean("recovered"));
    assertEquals(false, message(STATUS, replay(false, 7)).getBoolean("recovered"));
  }

  @Test
  void those_who_are_told_how_far_an_address_went_are_told_by_the_same_bytes() {
    Cursor here = new Cursor(Map.of("n1", 7L));
    assertSame(welcomes.passed(STATUS, here), welcomes.passed(STATUS, here));
    assertEquals(
        "{\"type\":\"event\",\"event\":\"cursor\",\"message\":{\"address\":\"event.server.status\","
            + "\"cursor\":{\"n1\":8}}}",
        welcomes.passed(STATUS, new Cursor(Map.of("n1", 8L))).text());
  }

  private String cursor(String address, Replay replay) {
    return message(address, replay).getJsonObject("cursor").encode();
  }

  private JsonObject message(String address, Replay replay) {
    JsonObject frame = new JsonObject(welcomes.to(address, replay).text());
    assertEquals(address, frame.getJsonObject("message").getString("address"));
    return frame.getJsonObject("message");
  }

  private static Replay replay(boolean recovered, long seq) {
    return new Replay(recovered, List.of(), new Cursor(Map.of("n1", seq)));
  }
}
