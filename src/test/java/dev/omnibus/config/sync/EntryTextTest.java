package dev.omnibus.config.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.BusException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** One entry is changed; every other character of the file stays. */
class EntryTextTest {

  private static final String TEXT =
      """
      { "$schema": "x", "other": {"files": {"command": "no"}},
        "mcpServers": {
          "files": {
              "command": "npx",   "args": ["-y", "}{\\"enabled\\": true"]
          },
          "off": {"disabled": true, "url": "http://h", "enabled": false}
        } }
      """;

  @Test
  void a_word_is_put_in_front_as_the_entry_is_set_in() {
    String off = new EntryText(TEXT, "files").enabled(false);
    assertEquals(
        TEXT.replace(
            "        \"command\": \"npx\"",
            "        \"enabled\": false,\n        \"command\": \"npx\""),
        off);
    String on = new EntryText(off, "files").enabled(true);
    assertTrue(on.contains("\"enabled\": true,\n"), on);
  }

  @Test
  void both_words_for_it_are_turned_and_nothing_moves() {
    assertEquals(
        TEXT.replace(
            "{\"disabled\": true, \"url\": \"http://h\", \"enabled\": false}",
            "{\"disabled\": false, \"url\": \"http://h\", \"enabled\": true}"),
        new EntryText(TEXT, "off").enabled(true));
  }

  @Test
  void what_is_on_already_is_left_alone() {
    assertEquals(TEXT, new EntryText(TEXT, "files").enabled(true));
  }

  @Test
  void a_definition_takes_the_place_of_the_old_one() {
    JsonObject young = new JsonObject().put("command", "uvx");
    JsonObject whole = new JsonObject(new EntryText(TEXT, "files").defined(young));
    assertEquals(young, whole.getJsonObject("mcpServers").getJsonObject("files"));
    JsonObject kept = new JsonObject(TEXT);
    assertEquals(
        kept.getJsonObject("mcpServers").getJsonObject("off"),
        whole.getJsonObject("mcpServers").getJsonObject("off"));
    assertEquals(kept.getJsonObject("other"), whole.getJsonObject("other"));
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThrows(BusException.class, () -> new EntryText(TEXT, "mail"));
    assertThrows(BusException.class, () -> new EntryText("{}", "files"));
  }
}
