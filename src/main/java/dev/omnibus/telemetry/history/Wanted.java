package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One of the series that somebody asks for.
 *
 * <p>{@code {"metric":"calls","server":"files","by":"node"}}
 *
 * @param index its place in the request
 * @param server empty for the node itself, null for all servers that the caller may see
 * @param replica null for any or none
 * @param tool null for any or none
 * @param node a node's name; null for all
 * @param by by what it is split; null for not at all
 */
record Wanted(
    int index, Metric metric, String server, Integer replica, String tool, String node, By by) {

  /** By what a series may be split. */
  enum By {
    NODE,
    SERVER,
    REPLICA,
    TOOL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static By of(String word) {
      for (By by : values()) {
        if (by.word().equals(word)) {
          return by;
        }
      }
      throw new IllegalArgumentException("'by' is node, server, replica or tool");
    }
  }

  static Wanted fromJson(int index, JsonObject json) {
    Fields f = Fields.of(json);
    return new Wanted(
        index,
        f.word("metric", Metric::of),
        f.textOrNull("server"),
        f.intOrNull("replica"),
        f.textOrNull("tool"),
        f.wordOrNull("node", Wanted::name),
        f.wordOrNull("by", By::of));
  }

  /** The name of a node, from that or from its id. */
  private static String name(String node) {
    int at = node.indexOf('@');
    return at < 0 ? node : node.substring(0, at);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("metric", metric.word());
    put(json, "server", server);
    put(json, "replica", replica);
    put(json, "tool", tool);
    put(json, "node", node);
    put(json, "by", by == null ? null : by.word());
    return json;
  }

  private static void put(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  /** Whether what is kept under this name is a part of it. */
  boolean isMadeOf(String nodeName, SeriesKey key, Metric kept, Predicate<String> visible) {
    return kept == metric
        && isOf(nodeName)
        && isAbout(key.server(), visible)
        && (replica == null ? by == By.REPLICA || key.replica() == 0 : replica == key.replica())
        && (tool == null ? (by == By.TOOL) != key.tool().isEmpty() : tool.equals(key.tool()));
  }

  boolean isOf(String nodeName) {
    return node == null || node.equals(nodeName);
  }

  private boolean isAbout(String name, Predicate<String> visible) {
    return server == null
        ? !name.isEmpty() && !name.equals(SeriesKey.ALL) && visible.test(name)
        : server.equals(name);
  }

  /** Under which word of what it is split by something belongs; null when it is not split. */
  Object word(String nodeName, SeriesKey key) {
    if (by == null) {
      return null;
    }
    return switch (by) {
      case NODE -> nodeName;
      case SERVER -> key.server();
      case REPLICA -> key.replica();
      case TOOL -> key.tool();
    };
  }
}
