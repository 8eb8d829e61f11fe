package dev.omnibus.gateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.agent.Listed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private final Catalog catalog = new Catalog();
  private final List<Set<Listed>> changes = new ArrayList<>();

  private void fold(JsonObject told) {
    catalog.fold(Reading.shelf(told, catalog, System.nanoTime()));
  }

  private List<String> tools(String server) {
    return catalog.of(server).list(Listed.TOOLS).items().stream().map(Item::name).toList();
  }

  @Test
  void a_later_epoch_beats_a_later_reading() {
    fold(Given.told("a", 2, 1, Given.tools(Given.named("new"))));
    fold(Given.told("a", 1, 9, Given.tools(Given.named("old"))));
    assertEquals(List.of("new"), tools("a"));
  }

  @Test
  void what_could_not_be_read_stays_as_it_was_and_is_not_fresh() {
    fold(Given.told("a", 1, 1, Given.tools(Given.named("x"))));
    fold(Given.told("a", 1, 2, new JsonObject()).put("failed", JsonArray.of("tools")));
    assertEquals(List.of("x"), tools("a"));
    assertTrue(catalog.of("a").list(Listed.TOOLS).failed());
  }

  @Test
  void what_was_not_read_this_time_stays_fresh() {
    fold(Given.told("a", 1, 1, Given.tools(Given.named("x"))));
    fold(Given.told("a", 1, 2, Given.list("prompts", Given.named("p"))));
    assertEquals(List.of("x"), tools("a"));
    assertFalse(catalog.of("a").list(Listed.TOOLS).failed());
  }

  @Test
  void only_what_an_agent_would_see_changed_is_a_change() {
    catalog.onChange((server, lists) -> changes.add(lists));
    fold(Given.told("a", 1, 1, Given.tools(Given.named("x"))));
    fold(Given.told("a", 1, 2, Given.tools(Given.named("x"))));
    fold(Given.told("a", 1, 3, Given.tools(Given.named("x", "y"))));
    assertEquals(List.of(Set.of(Listed.TOOLS), Set.of(Listed.TOOLS)), changes);
  }

  @Test
  void safe_to_repeat_is_what_says_so_of_itself() {
    fold(
        Given.told(
            "a",
            1,
            1,
            Given.tools(
                "{\"name\":\"read\",\"annotations\":{\"readOnlyHint\":true}}",
                "{\"name\":\"put\",\"annotations\":{\"idempotentHint\":true}}",
                "{\"name\":\"add\",\"annotations\":{\"idempotentHint\":false}}",
                "{\"name\":\"odd\",\"annotations\":{\"readOnlyHint\":\"true\"}}")));
    assertTrue(catalog.safeToRepeat("a", "read"));
    assertTrue(catalog.safeToRepeat("a", "put"));
    assertFalse(catalog.safeToRepeat("a", "add"));
    assertFalse(catalog.safeToRepeat("a", "odd"));
    assertFalse(catalog.safeToRepeat("a", "unknown"));
    assertFalse(catalog.safeToRepeat("nobody", "read"));
  }

  @Test
  void what_has_no_name_is_left_out() {
    fold(Given.told("a", 1, 1, Given.tools("{\"x\":1}", "null", "{\"name\":7}", Given.tool("x"))));
    assertEquals(List.of("x"), tools("a"));
  }
}
