package dev.omnibus.gateway.catalog;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Some items of a list on their way to another node, so that a long list holds up nothing else.
 *
 * <p>{@code {"items":["{\"name\":...}"],"next":120}}
 *
 * @param next where the following piece begins; null for the last one
 */
record Piece(List<String> items, Integer next) {

  private static final int MOST_CHARS = 256 * 1024;

  static Piece of(List<Item> all, int from) {
    List<String> some = new ArrayList<>();
    int chars = 0;
    int at = from;
    while (at < all.size() && chars < MOST_CHARS) {
      String json = all.get(at++).json();
      chars += json.length();
      some.add(json);
    }
    return new Piece(some, at < all.size() ? at : null);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("items", new JsonArray(items));
    return next == null ? json : json.put("next", next);
  }
}
