package dev.omnibus.gateway.pins;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a definition differs, field by field. What nobody would see in it is written out.
 *
 * <p>{@code [{"pointer":"/description","old":"Reads a file.","new":"Reads a file.[U+200B]",
 * "invisible":true}]}
 */
final class FieldDiff {

  private static final int MOST = 200;
  private static final int LONGEST = 4_000;

  private final JsonArray fields = new JsonArray();

  private FieldDiff() {}

  /** Either may be null. */
  static JsonArray between(String old, String young) {
    FieldDiff diff = new FieldDiff();
    diff.compare("", read(old), read(young));
    return diff.fields;
  }

  private static Object read(String json) {
    try {
      return json == null ? null : Json.decodeValue(json);
    } catch (DecodeException e) {
      return json;
    }
  }

  private void compare(String at, Object old, Object young) {
    if (old instanceof JsonObject before && young instanceof JsonObject after) {
      members(at, before, after);
    } else if (old instanceof JsonArray before
        && young instanceof JsonArray after
        && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        compare(at + "/" + i, before.getValue(i), after.getValue(i));
      }
    } else if (!Objects.equals(old, young)) {
      add(at, old, young);
    }
  }

  private void members(String at, JsonObject before, JsonObject after) {
    Set<String> names = new TreeSet<>(before.fieldNames());
    names.addAll(after.fieldNames());
    for (String name : names) {
      String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
      compare(pointer, before.getValue(name), after.getValue(name));
    }
  }

  /** A new thing is told field by field too, so that long ones can be read. */
  private void add(String at, Object old, Object young) {
    if (fields.size() >= MOST) {
      return;
    }
    if (old == null && young instanceof JsonObject after && at.isEmpty()) {
      members(at, new JsonObject(), after);
    } else if (young == null && old instanceof JsonObject before && at.isEmpty()) {
      members(at, before, new JsonObject());
    } else {
      JsonObject field = new JsonObject().put("pointer", Invisible.shown(at));
      put(field, "old", old);
      put(field, "new", young);
      if (isHidden(at) || isHidden(young)) {
        field.put("invisible", true);
      }
      fields.add(field);
    }
  }

  private static void put(JsonObject field, String key, Object value) {
    if (value != null) {
      String shown = Invisible.shown(text(value));
      field.put(key, shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown);
    }
  }

  private static boolean isHidden(Object value) {
    return value != null && Invisible.in(text(value));
  }

  private static String text(Object value) {
    return value instanceof String text ? text : Json.encode(value);
  }

  /** Whether some field hides something. */
  static boolean hidesSomething(JsonArray fields) {
    return fields.stream().anyMatch(f -> ((JsonObject) f).getBoolean("invisible", false));
  }
}
