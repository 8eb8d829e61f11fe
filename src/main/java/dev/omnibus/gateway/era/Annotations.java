package dev.omnibus.gateway.era;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code x-mcp-header} annotations of one input schema (MCP 2026-07-28, streamable HTTP,
 * "Schema Extension").
 *
 * @param valid whether they keep the rules; if not there are no paths
 * @param paths from the header's name, without its prefix, to where the value stands
 */
record Annotations(boolean valid, Map<String, List<String>> paths) {

  static final String KEY = "x-mcp-header";
  static final Annotations NONE = new Annotations(true, Map.of());

  private static final Annotations BROKEN = new Annotations(false, Map.of());
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

  /** What holds a schema for values that have no one path. */
  private static final List<String> SCHEMAS =
      List.of(
          "items",
          "prefixItems",
          "contains",
          "additionalProperties",
          "unevaluatedProperties",
          "unevaluatedItems",
          "propertyNames",
          "oneOf",
          "anyOf",
          "allOf",
          "not",
          "if",
          "then",
          "else");

  private static final List<String> NAMED_SCHEMAS =
      List.of("patternProperties", "dependentSchemas", "$defs", "definitions");

  static Annotations of(JsonObject schema) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    return walk(schema, List.of(), true, found) ? new Annotations(true, found) : BROKEN;
  }

  private static boolean walk(
      JsonObject schema, List<String> path, boolean reachable, Map<String, List<String>> found) {
    if (schema.containsKey(KEY) && !(reachable && take(schema, path, found))) {
      return false;
    }
    if (schema.getValue("properties") instanceof JsonObject properties) {
      for (String name : properties.fieldNames()) {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(name);
        if (properties.getValue(name) instanceof JsonObject child
            && !walk(child, deeper, reachable, found)) {
          return false;
        }
      }
    }
    return elsewhere(schema).allMatch(child -> walk(child, path, false, found));
  }

  private static boolean take(
      JsonObject schema, List<String> path, Map<String, List<String>> found) {
    boolean fits =
        !path.isEmpty()
            && schema.getValue(KEY) instanceof String name
            && TOKEN.matcher(name).matches()
            && schema.getValue("type") instanceof String type
            && TYPES.contains(type)
            && found.keySet().stream().noneMatch(name::equalsIgnoreCase);
    if (fits) {
      found.put(schema.getString(KEY), List.copyOf(path));
    }
    return fits;
  }

  private static Stream<JsonObject> elsewhere(JsonObject schema) {
    Stream<Object> plain = SCHEMAS.stream().map(schema::getValue);
    Stream<Object> named =
        NAMED_SCHEMAS.stream()
            .map(schema::getValue)
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .flatMap(all -> all.fieldNames().stream().map(all::getValue));
    return Stream.concat(plain, named)
        .flatMap(
            value ->
                value instanceof JsonArray all
                    ? all.stream()
                    : Stream.of(value == null ? "" : value))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }
}
