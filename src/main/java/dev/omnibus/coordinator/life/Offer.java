package dev.omnibus.coordinator.life;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tools that a server lists, each with its definition. */
record Offer(Map<String, String> tools) {

  private static final int SHOWN = 5;

  static Offer of(JsonArray list) {
    Map<String, String> tools = new TreeMap<>();
    for (Object one : list) {
      if (one instanceof JsonObject tool) {
        tools.put(tool.getString("name", ""), sorted(tool).encode());
      }
    }
    return new Offer(tools);
  }

  /** The order of members says nothing. */
  private static JsonObject sorted(JsonObject json) {
    Map<String, Object> members = new TreeMap<>();
    json.forEach(
        entry ->
            members.put(
                entry.getKey(),
                entry.getValue() instanceof JsonObject inner ? sorted(inner) : entry.getValue()));
    return new JsonObject(members);
  }

  /** Those of before that are gone. */
  Set<String> missing(Offer before) {
    Set<String> gone = new TreeSet<>(before.tools.keySet());
    gone.removeAll(tools.keySet());
    return gone;
  }

  /**
   * How it differs from before, in words.
   *
   * @param before null when that is not known
   */
  String compared(Offer before) {
    if (before == null) {
      return tools.size() + " tools; what it had before is not known";
    }
    Set<String> young = before.missing(this);
    Set<String> gone = missing(before);
    Set<String> changed = new TreeSet<>();
    tools.forEach(
        (name, text) -> {
          if (before.tools.containsKey(name) && !before.tools.get(name).equals(text)) {
            changed.add(name);
          }
        });
    String words =
        named(", new: ", young) + named(", gone: ", gone) + named(", changed: ", changed);
    return tools.size() + " tools" + (words.isEmpty() ? ", the same as before" : words);
  }

  private static String named(String what, Set<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String shown = String.join(" ", names.stream().limit(SHOWN).toList());
    int rest = names.size() - SHOWN;
    return what + shown + (rest > 0 ? " and " + rest + " more" : "");
  }
}
