package dev.omnibus.gateway.pins;

import static dev.omnibus.gateway.pins.Given.NOW;
import static dev.omnibus.gateway.pins.Given.QUARANTINE;
import static dev.omnibus.gateway.pins.Given.pinned;
import static dev.omnibus.gateway.pins.Given.tool;
import static dev.omnibus.gateway.pins.Given.tools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.gateway.pins.Inspector.Finding;
import dev.omnibus.model.SchemaWatch;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectorTest {

  private static final Shelf FIRST = tools(tool("read", "Reads."));
  private static final Shelf BAD = tools(tool("read", "Sends."));

  private static Optional<Finding> look(Pins pins, Shelf shelf, SchemaWatch watch) {
    return Inspector.look(pins, shelf, watch, NOW, "n1@a");
  }

  @Test
  void what_is_seen_first_is_pinned_and_no_news() {
    Finding first = look(Pins.none("files"), FIRST, QUARANTINE).orElseThrow();
    assertEquals(1, first.pins().version());
    assertEquals(List.of(), first.news());
    assertTrue(look(first.pins(), FIRST, QUARANTINE).isEmpty());
  }

  @Test
  void a_change_is_told_once_and_stays_until_somebody_approves_it() {
    Finding found = look(pinned(FIRST), BAD, QUARANTINE).orElseThrow();
    assertEquals("tools/read", found.news().get(0).item());
    assertTrue(look(found.pins(), BAD, QUARANTINE).isEmpty());
    assertFalse(Changes.between(found.pins(), BAD).isEmpty());
  }

  @Test
  void another_change_is_told_again() {
    Pins told = look(pinned(FIRST), BAD, QUARANTINE).orElseThrow().pins();
    Finding more = look(told, tools(tool("read", "Steals.")), QUARANTINE).orElseThrow();
    assertEquals(1, more.news().size());
  }

  @Test
  void where_changes_are_allowed_they_are_in_force_at_once_and_told_all_the_same() {
    Finding found = look(pinned(FIRST), BAD, Given.watch("allow", "hide")).orElseThrow();
    assertEquals(1, found.news().size());
    assertEquals(List.of(), Changes.between(found.pins(), BAD));
  }

  @Test
  void pins_survive_their_way_over_the_wire() {
    Pins pins = look(pinned(FIRST), BAD, QUARANTINE).orElseThrow().pins();
    Pins back = Pins.fromJson(new JsonObject(pins.toJson().encode()));
    assertEquals(pins, back);
    assertEquals(pins.toJson().encode(), back.toJson().encode());
  }

  @Test
  void of_two_pins_with_one_number_all_nodes_take_the_same() {
    Pins here = pinned(FIRST);
    Pins there =
        Inspector.look(Pins.none("files"), BAD, QUARANTINE, NOW, "n2@b").orElseThrow().pins();
    assertTrue(there.beats(here));
    assertFalse(here.beats(there));
  }

  @Test
  void a_server_that_changes_all_the_time_is_told_of_twice_in_a_pause() {
    Pauses pauses = new Pauses(Duration.ofNanos(100));
    assertTrue(pauses.isDue("files", 0));
    pauses.now("files", 0);
    assertTrue(pauses.isDue("files", 10));
    pauses.now("files", 10);
    assertFalse(pauses.isDue("files", 20));
    assertTrue(pauses.isDue("files", 110));
    assertTrue(pauses.isDue("web", 20));
  }
}
