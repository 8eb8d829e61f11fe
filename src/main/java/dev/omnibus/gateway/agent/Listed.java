package dev.omnibus.gateway.agent;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a server lists: the method, where the items stand in its result, and what names an item. */
public enum Listed {
  TOOLS("tools/list", "tools", "name"),
  PROMPTS("prompts/list", "prompts", "name"),
  RESOURCES("resources/list", "resources", "uri"),
  TEMPLATES("resources/templates/list", "resourceTemplates", "uriTemplate");

  private final String method;
  private final String key;
  private final String naming;

  Listed(String method, String key, String naming) {
    this.method = method;
    this.key = key;
    this.naming = naming;
  }

  /** By the member of the result in which the items stand; null for what is none. */
  public static Listed byKey(String key) {
    return Arrays.stream(values()).filter(l -> l.key.equals(key)).findFirst().orElse(null);
  }

  public static Optional<Listed> byMethod(String method) {
    return Arrays.stream(values()).filter(listed -> listed.method.equals(method)).findFirst();
  }

  public String method() {
    return method;
  }

  /** The items that have a name; others are of no use to anybody. */
  public List<JsonObject> items(JsonObject result) {
    return result.getValue(key) instanceof JsonArray items
        ? items.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .filter(item -> item.getValue(naming) instanceof String)
            .toList()
        : List.of();
  }

  public String name(JsonObject item) {
    return item.getString(naming);
  }

  public JsonObject renamed(JsonObject item, String name) {
    return item.copy().put(naming, name);
  }

  public String key() {
    return key;
  }

  /** Which member of an item the policy is asked about. */
  public String naming() {
    return naming;
  }

  /** The same result with these items instead. */
  public JsonObject with(JsonObject result, List<JsonObject> items) {
    return result.copy().put(key, new JsonArray(items));
  }
}
