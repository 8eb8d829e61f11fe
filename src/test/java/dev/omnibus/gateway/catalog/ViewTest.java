package dev.omnibus.gateway.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.mcp.Era;
import dev.omnibus.model.ServerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {

  private final Catalog catalog = new Catalog();

  private View view(Map<String, String> prefixes) {
    return Given.view(catalog, Given.ANN, prefixes);
  }

  private View view() {
    return view(Map.of());
  }

  @Test
  void names_begin_with_their_server_and_every_other_byte_stays() {
    String odd = "{ \"x\": 1.0e400, \"name\" : \"gr\\u00fc\\u00dfe\", \"n\":12345678901234567890 }";
    Given.put(catalog, "files", Given.tools(odd));
    assertEquals(
        "{ \"x\": 1.0e400, \"name\" : \"files__grüße\", \"n\":12345678901234567890 }",
        view().seen(Listed.TOOLS).items().get(0).json());
    assertEquals(odd, view(Map.of("files", "")).seen(Listed.TOOLS).items().get(0).item().json());
  }

  @Test
  void a_server_may_have_another_prefix_or_none() {
    Given.put(catalog, "a", Given.tools(Given.named("x")));
    Given.put(catalog, "b", Given.tools(Given.named("x")));
    View view = view(Map.of("a", "short", "b", ""));
    assertEquals(List.of("short__x", "x"), Given.names(view, Listed.TOOLS));
    assertEquals(Optional.of(new Route("a", "x")), view.named(Listed.TOOLS, "short__x"));
    assertEquals(Optional.of(new Route("b", "x")), view.named(Listed.TOOLS, "x"));
  }

  @Test
  void of_two_things_with_one_name_the_first_server_wins_and_the_other_is_told() {
    Given.put(catalog, "a", Given.tools(Given.named("x", "y")));
    Given.put(catalog, "b", Given.tools(Given.named("x")));
    View view = view(Map.of("a", "", "b", ""));
    View.Seen seen = view.seen(Listed.TOOLS);
    assertEquals(2, seen.items().size());
    assertEquals(Map.of("x", List.of("b")), seen.hidden());
    assertEquals("a", view.named(Listed.TOOLS, "x").orElseThrow().server());
  }

  @Test
  void what_one_may_not_use_takes_no_name_from_what_one_may() {
    Given.put(catalog, "a", Given.tools(Given.named("x__echo")));
    Given.put(catalog, "x", Given.tools(Given.named("echo", "other")));
    View bob = Given.view(catalog, Given.BOB, Map.of("a", ""));
    assertEquals(List.of("x__echo"), Given.names(bob, Listed.TOOLS));
    assertEquals("x", bob.named(Listed.TOOLS, "x__echo").orElseThrow().server());
    assertTrue(bob.named(Listed.TOOLS, "x__other").isEmpty());
  }

  @Test
  void a_tool_that_is_not_listed_goes_to_the_longest_prefix_that_fits() {
    Given.put(catalog, "a", Given.tools(Given.named("x")));
    Given.put(catalog, "a__b", Given.tools(Given.named("x")));
    assertEquals(Optional.of(new Route("a__b", "new")), view().named(Listed.TOOLS, "a__b__new"));
    assertEquals(Optional.empty(), view().named(Listed.TOOLS, "nobody__new"));
  }

  @Test
  void a_resource_is_of_who_lists_it_then_of_who_has_a_template_then_of_anybody() {
    Given.put(catalog, "a", Given.list("resources", "{\"uri\":\"f://one\"}"));
    Given.put(catalog, "b", Given.list("resources", "{\"uri\":\"f://one\"}"));
    Given.put(catalog, "c", Given.list("resourceTemplates", "{\"uriTemplate\":\"f://{x}/end\"}"));
    assertEquals("a", view().resource("f://one").get(0).server());
    assertEquals(List.of(new Route("c", "f://z/end")), view().resource("f://z/end"));
    assertEquals(3, view().resource("g://none").size());
  }

  @Test
  void pages_show_everything_once_and_in_order() {
    Given.put(
        catalog,
        "a",
        Given.tools(
            Given.named(IntStream.range(0, 700).mapToObj(i -> "t" + i).toArray(String[]::new))));
    Given.put(
        catalog,
        "b",
        Given.tools(
            Given.named(IntStream.range(0, 305).mapToObj(i -> "t" + i).toArray(String[]::new))));
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      JsonObject page = page(cursor, 100);
      names(page, names);
      cursor = page.getString("nextCursor");
    } while (cursor != null);
    assertEquals(1_005, names.size());
    assertEquals(Given.names(view(), Listed.TOOLS), names);
  }

  @Test
  void a_cursor_still_makes_sense_when_items_and_servers_went() {
    Given.put(catalog, "a", Given.tools(Given.named("1", "2", "3", "4")));
    Given.put(catalog, "b", Given.tools(Given.named("1")));
    String cursor = page(null, 2).getString("nextCursor");
    Given.put(catalog, "a", Given.tools(Given.named("0", "1", "2", "4")));
    assertEquals(List.of("a__4", "b__1"), names(page(cursor, 10), new ArrayList<>()));
    Given.put(catalog, "a", Given.tools(Given.named("1", "3", "4")));
    assertEquals("a__3", names(page(cursor, 10), new ArrayList<>()).get(0), "where it stood");
    catalog.remove("a");
    assertEquals(List.of("b__1"), names(page(cursor, 10), new ArrayList<>()));
  }

  @Test
  void what_was_never_a_cursor_is_none() {
    for (String text : List.of("", "%%", "bm8", "WzEsMiwzXQ", "WyJhIiwiYiIsLTFd")) {
      assertTrue(Cursor.parse(text).isEmpty(), text);
    }
  }

  @Test
  void a_list_of_a_server_that_does_not_serve_says_how_old_it_is() {
    Given.put(catalog, "a", Given.tools(Given.named("x")));
    Given.put(catalog, "b", Given.tools(Given.named("x")));
    View view = view();
    JsonObject meta =
        Remarks.of(
            view,
            view.seen(Listed.TOOLS),
            Listed.TOOLS,
            server -> server.equals("a") ? ServerState.DISCONNECTED : ServerState.HEALTHY,
            System.nanoTime() + 61_000_000_000L);
    JsonObject ages = meta.getJsonObject("dev.omnibus/age");
    assertEquals(1, ages.size());
    assertTrue(ages.getLong("a") >= 61_000, ages.encode());
  }

  @Test
  void a_modern_page_is_for_its_caller_only() {
    Given.put(catalog, "a", Given.tools(Given.named("x")));
    List<Shown> all = view().seen(Listed.TOOLS).items();
    JsonObject page =
        new JsonObject(Page.of(Listed.TOOLS, all, 0, 10, new JsonObject(), Era.MODERN));
    assertEquals("private", page.getString("cacheScope"));
    assertEquals("complete", page.getString("resultType"));
  }

  @Test
  void a_private_list_is_kept_for_nobody() {
    JsonObject lists = Given.tools(Given.named("mine"));
    lists.getJsonObject("tools").put("private", true);
    Given.put(catalog, "a", lists);
    assertEquals(List.of(), Given.names(view(), Listed.TOOLS));
    assertFalse(catalog.of("a").summary(0).encode().contains("mine"));
    long before = view().fingerprint(Listed.TOOLS);
    JsonObject others = Given.tools(Given.named("mine", "more"));
    others.getJsonObject("tools").put("private", true);
    Given.put(catalog, "a", others);
    assertNotEquals(before, view().fingerprint(Listed.TOOLS), "that it changed is told");
  }

  private JsonObject page(String cursor, int most) {
    List<Shown> all = view().seen(Listed.TOOLS).items();
    int from = cursor == null ? 0 : Cursor.parse(cursor).orElseThrow().next(all);
    return new JsonObject(Page.of(Listed.TOOLS, all, from, most, new JsonObject(), Era.LEGACY));
  }

  private static List<String> names(JsonObject page, List<String> into) {
    JsonArray tools = page.getJsonArray("tools");
    tools.forEach(tool -> into.add(((JsonObject) tool).getString("name")));
    return into;
  }
}
