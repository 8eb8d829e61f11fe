package dev.omnibus.bridge.hub;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far somebody has heard the events of an address: the last sequence number of each node.
 *
 * <p>{@code {"n1@k3f9q":42,"n2@8sh2a":7}}
 */
public record Cursor(Map<String, Long> positions) {

  /** More nodes than this no cursor names; a longer one is refused. */
  public static final int MAX_NODES = 512;

  public Cursor {
    positions = Map.copyOf(positions);
  }

  /** How far the events of a node were heard; 0 when the node is not named. */
  public long at(String node) {
    return positions.getOrDefault(node, 0L);
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    new TreeMap<>(positions).forEach(json::put);
    return json;
  }

  /** Reads an object or its JSON text; anything else is an IllegalArgumentException. */
  public static Cursor from(Object since) {
    if (since instanceof JsonObject json) {
      return fromJson(json);
    }
    if (since instanceof String text) {
      try {
        return fromJson(new JsonObject(text));
      } catch (DecodeException e) {
        throw new IllegalArgumentException("'since' is not the JSON of an object");
      }
    }
    throw new IllegalArgumentException("'since' is not an object");
  }

  private static Cursor fromJson(JsonObject json) {
    if (json.size() > MAX_NODES) {
      throw new IllegalArgumentException("'since' names more than " + MAX_NODES + " nodes");
    }
    Map<String, Long> positions = new TreeMap<>();
    json.forEach(entry -> positions.put(entry.getKey(), position(entry.getValue())));
    return new Cursor(positions);
  }

  private static long position(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      long position = ((Number) value).longValue();
      if (position >= 0) {
        return position;
      }
    }
    throw new IllegalArgumentException("'since' holds something that is no sequence number");
  }
}
