package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.bus.Addresses;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several listeners get of one word about who is here. */
class SightsTest {

  private static final JsonObject ENVELOPE =
      new JsonObject(
          """
          {"type":"presence_diff","at":"2026-11-22T10:00:00Z","node":"a","seq":1,"severity":"info",
           "data":{"node":"a","revision":1,"users":1,"connections":3,"changes":[
             {"change":"joined","user":"ann","since":"2026-11-22T10:00:00Z","connections":3,"at":[
               {"node":"a","page":"fleet","server":"files","connections":1},
               {"node":"a","program":"tail","page":"fleet","server":"db","connections":1},
               {"node":"a","page":"metrics","connections":1}]}]}}
          """);

  private final Event whole = Event.of(Addresses.EVENT_PRESENCE_DIFF, ENVELOPE);
  private final Divided sights = Divided.of(whole, ENVELOPE);

  private static JsonArray at(Event event) {
    return event
        .envelope()
        .getJsonObject("data")
        .getJsonArray("changes")
        .getJsonObject(0)
        .getJsonArray("at");
  }

  @Test
  void who_may_see_every_server_gets_the_very_event() {
    assertSame(whole, sights.rows((server, tool) -> true));
  }

  @Test
  void a_server_that_is_hidden_from_somebody_is_nowhere_in_what_they_hear() {
    Event seen = sights.rows((server, tool) -> server.equals("files"));
    assertFalse(seen.text().contains("db"), seen.text());
    assertEquals(
        new JsonObject().put("node", "a").put("program", "tail").put("connections", 1),
        at(seen).getJsonObject(1),
        "a connection without a place");
    assertEquals(3, at(seen).size());
    assertEquals(
        3,
        seen.envelope()
            .getJsonObject("data")
            .getJsonArray("changes")
            .getJsonObject(0)
            .getInteger("connections"));
  }

  @Test
  void those_who_may_see_the_same_get_the_very_same() {
    assertSame(
        sights.rows((server, tool) -> server.equals("files")),
        sights.rows((server, tool) -> Set.of("files", "web").contains(server)));
  }

  @Test
  void who_asks_for_one_server_is_told_of_no_other() {
    Event seen = sights.rowsOf("db");
    assertFalse(seen.text().contains("files"), seen.text());
    assertEquals("db", at(seen).getJsonObject(1).getString("server"));
    assertFalse(sights.rowsOf("web").text().contains("server"));
  }

  @Test
  void what_was_kept_is_cut_like_what_has_just_come() {
    assertEquals(
        sights.rows((server, tool) -> server.equals("db")).text(),
        Divided.of(whole).rows((server, tool) -> server.equals("db")).text());
  }
}
