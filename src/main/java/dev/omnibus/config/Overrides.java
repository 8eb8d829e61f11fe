package dev.omnibus.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the command line and the environment put over {@code omnibus.json}: settings by name, such
 * as {@code http.port}; the command line comes before the environment.
 */
public record Overrides(Map<String, String> values) {

  /** Environment variables and the settings they stand for. */
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("OMNIBUS_CONF", "conf"),
          Map.entry("OMNIBUS_DATA", "data"),
          Map.entry("OMNIBUS_NODE", "node.name"),
          Map.entry("OMNIBUS_HTTP_HOST", "http.host"),
          Map.entry("OMNIBUS_HTTP_PORT", "http.port"),
          Map.entry("OMNIBUS_OPS_HOST", "ops.host"),
          Map.entry("OMNIBUS_OPS_PORT", "ops.port"),
          Map.entry("OMNIBUS_CLUSTER_NAME", "cluster.name"),
          Map.entry("OMNIBUS_CLUSTER_HOST", "cluster.host"),
          Map.entry("OMNIBUS_CLUSTER_PORT", "cluster.port"),
          Map.entry("OMNIBUS_CLUSTER_MEMBERS", "cluster.members"));

  private static final List<String> NUMBERS = List.of("http.port", "ops.port", "cluster.port");

  public Overrides {
    values = Map.copyOf(values);
  }

  /**
   * Joins both sources; empty texts and nulls of the command line count as not given.
   *
   * @throws IllegalArgumentException when a number is none; names the setting
   */
  public static Overrides of(Map<String, String> commandLine, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    VARIABLES.forEach((variable, setting) -> put(values, setting, environment.get(variable)));
    commandLine.forEach((setting, value) -> put(values, setting, value));
    NUMBERS.stream().filter(values::containsKey).forEach(name -> number(name, values.get(name)));
    return new Overrides(values);
  }

  /** The settings of a node with these put over them. */
  JsonObject over(JsonObject file) {
    JsonObject json = file.copy();
    new TreeMap<>(values).forEach((setting, value) -> put(json, setting, value));
    return json;
  }

  /** One setting, or what it is when nobody gave it. */
  String get(String setting, String otherwise) {
    return values.getOrDefault(setting, otherwise);
  }

  private static void put(Map<String, String> values, String setting, String value) {
    if (value != null && !value.isBlank()) {
      values.put(setting, value.strip());
    }
  }

  private static void put(JsonObject json, String setting, String value) {
    int dot = setting.indexOf('.');
    if (dot > 0) {
      String section = setting.substring(0, dot);
      if (!(json.getValue(section) instanceof JsonObject)) {
        json.put(section, new JsonObject());
      }
      json.getJsonObject(section).put(setting.substring(dot + 1), typed(setting, value));
    }
  }

  private static Object typed(String setting, String value) {
    if (NUMBERS.contains(setting)) {
      return number(setting, value);
    }
    return setting.equals("cluster.members")
        ? new JsonArray(List.of(value.split("\\s*,\\s*")))
        : value;
  }

  private static int number(String setting, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(setting + " must be a whole number: " + value);
    }
  }
}
