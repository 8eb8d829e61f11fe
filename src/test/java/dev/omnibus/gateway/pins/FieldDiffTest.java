package dev.omnibus.gateway.pins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldDiffTest {

  @Test
  void only_what_differs_is_said_with_its_place() {
    assertEquals(
        new JsonArray()
            .add(
                new JsonObject()
                    .put("pointer", "/inputSchema/properties/a~1b/type")
                    .put("old", "string")
                    .put("new", "number"))
            .add(new JsonObject().put("pointer", "/title").put("new", "T")),
        FieldDiff.between(
            "{\"name\":\"x\",\"inputSchema\":{\"properties\":{\"a/b\":{\"type\":\"string\"}}}}",
            "{\"title\":\"T\",\"inputSchema\":{\"properties\":{\"a/b\":{\"type\":\"number\"}}},\"name\":\"x\"}"));
  }

  /** Zero width, marks of direction, tags, soft hyphen, fillers, variation selectors. */
  @ParameterizedTest
  @ValueSource(
      ints = {0x200B, 0x202E, 0x2066, 0xE0041, 0xAD, 0x3164, 0xE0100, 0x1B, 0xFEFF, 0xE000, 0x2028})
  void what_nobody_would_see_is_written_out(int point) {
    String hidden = "read" + Character.toString(point) + "me";
    String json = new JsonObject().put("description", hidden).encode();
    JsonObject field = FieldDiff.between("{}", json).getJsonObject(0);
    assertEquals("read[U+%04X]me".formatted(point), field.getString("new"));
    assertTrue(field.getBoolean("invisible"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "Grüße, 世界", "two\nlines\tand a tab", "❤️ 👍"})
  void what_people_write_stays_as_it_is(String text) {
    assertFalse(Invisible.in(text), Invisible.shown(text));
    assertEquals(text, Invisible.shown(text));
  }

  @Test
  void a_hidden_name_of_a_member_is_found_too() {
    JsonObject field = FieldDiff.between("{}", "{\"a\u200B\":1}").getJsonObject(0);
    assertEquals("/a[U+200B]", field.getString("pointer"));
    assertTrue(field.getBoolean("invisible"));
  }
}
