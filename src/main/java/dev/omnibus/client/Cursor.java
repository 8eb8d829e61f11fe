package dev.omnibus.client;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** How far one address was heard, per node: what a resumed subscription begins after. */
final class Cursor {

  /** Null before the first acknowledgement. */
  private Map<String, Long> heard;

  /** Takes an event in; false when it was heard before. */
  boolean advance(String node, long seq) {
    if (heard == null) {
      heard = new HashMap<>();
    }
    if (seq <= heard.getOrDefault(node, 0L)) {
      return false;
    }
    heard.put(node, seq);
    return true;
  }

  /** What lies up to there is known, or was not for us. */
  void reach(JsonObject positions) {
    positions.forEach(entry -> advance(entry.getKey(), position(entry.getValue())));
  }

  /** Begins anew where the node stands; what is before will come by snapshot. */
  void restart(JsonObject at) {
    heard = new HashMap<>();
    reach(at);
  }

  void forget() {
    heard = null;
  }

  /** Whether there is something to go on from. */
  boolean isKnown() {
    return heard != null;
  }

  JsonObject positions() {
    JsonObject json = new JsonObject();
    if (heard != null) {
      heard.forEach(json::put);
    }
    return json;
  }

  private static long position(Object value) {
    return ((Number) value).longValue();
  }
}
