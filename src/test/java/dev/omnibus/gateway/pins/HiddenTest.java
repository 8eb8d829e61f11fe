package dev.omnibus.gateway.pins;

import static dev.omnibus.gateway.pins.Given.QUARANTINE;
import static dev.omnibus.gateway.pins.Given.hidden;
import static dev.omnibus.gateway.pins.Given.pinned;
import static dev.omnibus.gateway.pins.Given.tool;
import static dev.omnibus.gateway.pins.Given.tools;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.model.SchemaWatch;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HiddenTest {

  private static final Shelf FIRST = tools(tool("read", "Reads."), tool("keep", "Keeps."));
  private static final Pins PINS = pinned(FIRST);

  @Test
  void what_is_as_it_was_is_there() {
    Hidden hidden = hidden(QUARANTINE, PINS, FIRST);
    assertFalse(hidden.hides(Listed.TOOLS, "read"));
    assertEquals(Set.of(), hidden.items());
  }

  @Test
  void another_order_of_members_is_no_change() {
    Shelf same =
        tools("{ \"description\": \"Reads.\", \"name\":\"read\" }", tool("keep", "Keeps."));
    assertFalse(hidden(QUARANTINE, PINS, same).hides(Listed.TOOLS, "read"));
  }

  @Test
  void what_changed_and_what_is_new_is_hidden_in_quarantine() {
    Hidden hidden = hidden(QUARANTINE, PINS, tools(tool("read", "Sends."), tool("new", "New.")));
    assertTrue(hidden.hides(Listed.TOOLS, "read"));
    assertTrue(hidden.hides(Listed.TOOLS, "new"));
    assertFalse(hidden.hides(Listed.TOOLS, "keep"), "it is gone, which is for the server to say");
    assertEquals(Set.of("tools/new", "tools/read"), hidden.items());
  }

  @Test
  void a_tool_that_no_list_ever_named_does_not_exist() {
    assertTrue(hidden(QUARANTINE, PINS, FIRST).hides(Listed.TOOLS, "secret"));
    SchemaWatch showing = Given.watch("quarantine", "show");
    assertFalse(hidden(showing, PINS, FIRST).hides(Listed.TOOLS, "secret"));
  }

  @Test
  void where_new_ones_are_shown_only_changed_ones_are_hidden() {
    Shelf now = tools(tool("read", "Sends."), tool("new", "New."));
    Hidden hidden = hidden(Given.watch("quarantine", "show"), PINS, now);
    assertTrue(hidden.hides(Listed.TOOLS, "read"));
    assertFalse(hidden.hides(Listed.TOOLS, "new"));
  }

  @Test
  void whom_it_only_warns_it_hides_nothing_from() {
    Hidden hidden = hidden(SchemaWatch.DEFAULT, PINS, tools(tool("read", "Sends.")));
    assertFalse(hidden.hides(Listed.TOOLS, "read"));
    assertFalse(hidden.watches());
  }

  @Test
  void a_list_that_passes_gives_away_a_change_that_the_catalogue_does_not_know_yet() {
    Hidden hidden = hidden(QUARANTINE, PINS, FIRST);
    assertTrue(hidden.findsChanged(Listed.TOOLS, "read", () -> tool("read", "Sends.")));
    assertTrue(hidden.hides(Listed.TOOLS, "read"), "nor may it be called");
    assertFalse(hidden.findsChanged(Listed.TOOLS, "keep", () -> tool("keep", "Keeps.")));
  }

  @Test
  void names_that_a_server_makes_up_are_not_remembered() {
    Hidden hidden = hidden(QUARANTINE, PINS, FIRST);
    for (int i = 0; i < 100; i++) {
      String name = "t" + i;
      hidden.findsChanged(Listed.TOOLS, name, () -> tool(name, "New."));
    }
    assertEquals(Set.of(), hidden.items());
  }

  @Test
  void what_was_rejected_is_hidden_whatever_the_policy_is_until_it_is_another() {
    Shelf bad = tools(tool("read", "Sends."), tool("keep", "Keeps."));
    Pins.Draft draft = PINS.next();
    Changes.between(PINS, bad).forEach(draft::reject);
    Pins rejected = draft.by("ann", Given.NOW, "n1@a");
    assertTrue(hidden(SchemaWatch.DEFAULT, rejected, bad).hides(Listed.TOOLS, "read"));
    Shelf other = tools(tool("read", "Reads well."), tool("keep", "Keeps."));
    assertFalse(hidden(SchemaWatch.DEFAULT, rejected, other).hides(Listed.TOOLS, "read"));
  }

  @Test
  void a_resource_of_a_template_that_changed_is_hidden_and_others_are_not() {
    ItemList before =
        Given.list(Listed.TEMPLATES, false, "{\"uriTemplate\":\"doc://{id}\",\"name\":\"a\"}");
    ItemList after =
        Given.list(Listed.TEMPLATES, false, "{\"uriTemplate\":\"doc://{id}\",\"name\":\"b\"}");
    Pins pins = pinned(Given.shelf(Map.of(Listed.TEMPLATES, before)));
    Hidden hidden = hidden(QUARANTINE, pins, Given.shelf(Map.of(Listed.TEMPLATES, after)));
    assertTrue(hidden.hides(Listed.RESOURCES, "doc://7"));
    assertFalse(hidden.hides(Listed.RESOURCES, "file://7"));
  }

  @Test
  void so_is_one_of_a_template_that_a_list_that_passes_gave_away() {
    String before = "{\"uriTemplate\":\"doc://{id}\",\"name\":\"a\"}";
    String after = "{\"uriTemplate\":\"doc://{id}\",\"name\":\"b\"}";
    Shelf shelf =
        Given.shelf(Map.of(Listed.TEMPLATES, Given.list(Listed.TEMPLATES, false, before)));
    Hidden hidden = hidden(QUARANTINE, pinned(shelf), shelf);
    assertFalse(hidden.hides(Listed.RESOURCES, "doc://7"));
    assertTrue(hidden.findsChanged(Listed.TEMPLATES, "doc://{id}", () -> after));
    assertTrue(hidden.hides(Listed.RESOURCES, "doc://7"));
    assertFalse(hidden.hides(Listed.RESOURCES, "file://7"));
  }

  @Test
  void of_a_list_that_was_cut_nothing_is_said_to_be_gone() {
    ItemList cut = Given.list(Listed.TOOLS, true, tool("read", "Reads."));
    assertEquals(0, Changes.between(PINS, Given.shelf(Map.of(Listed.TOOLS, cut))).size());
  }
}
