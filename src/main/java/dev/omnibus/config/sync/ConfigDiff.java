package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names of what one version changed against the one before: servers; users, roles and keys; or
 * settings of a node. Never a value.
 *
 * <p>{@code {"added":["files"],"changed":[],"removed":[],"restart":["http.port"]}}
 *
 * @param restart what takes effect with the next start only
 */
record ConfigDiff(
    List<String> added, List<String> changed, List<String> removed, List<String> restart) {

  static ConfigDiff between(ConfigFile file, JsonObject old, JsonObject young) {
    Map<String, Object> before = entries(file, old);
    Map<String, Object> after = entries(file, young);
    List<String> added = after.keySet().stream().filter(k -> !before.containsKey(k)).toList();
    List<String> removed = before.keySet().stream().filter(k -> !after.containsKey(k)).toList();
    List<String> changed =
        after.keySet().stream()
            .filter(before::containsKey)
            .filter(k -> !Objects.equals(before.get(k), after.get(k)))
            .toList();
    List<String> restart =
        file == ConfigFile.OMNIBUS
            ? Stream.of(added, changed, removed).flatMap(Collection::stream).sorted().toList()
            : List.of();
    return new ConfigDiff(added, changed, removed, restart);
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("added", new JsonArray(added))
            .put("changed", new JsonArray(changed))
            .put("removed", new JsonArray(removed));
    return restart.isEmpty() ? json : json.put("restart", new JsonArray(restart));
  }

  private static Map<String, Object> entries(ConfigFile file, JsonObject json) {
    Map<String, Object> entries = new TreeMap<>();
    switch (file) {
      case SERVERS -> members(json, "mcpServers", "", entries);
      case ACCESS ->
          List.of("roles", "users", "keys", "issuers")
              .forEach(k -> members(json, k, k + ".", entries));
      case OMNIBUS -> leaves(json, "", entries);
    }
    return entries;
  }

  private static void members(JsonObject json, String key, String prefix, Map<String, Object> to) {
    JsonObject members = json.getJsonObject(key, new JsonObject());
    members.fieldNames().forEach(name -> to.put(prefix + name, members.getValue(name)));
  }

  private static void leaves(JsonObject json, String prefix, Map<String, Object> to) {
    for (String key : json.fieldNames()) {
      if (json.getValue(key) instanceof JsonObject section) {
        leaves(section, prefix + key + ".", to);
      } else if (!key.equals("$schema")) {
        to.put(prefix + key, json.getValue(key));
      }
    }
  }
}
