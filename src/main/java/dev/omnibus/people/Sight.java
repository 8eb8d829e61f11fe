package dev.omnibus.people;

import dev.omnibus.presence.Place;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;

/**
 * How many connections of somebody are at one place, over one node: {@code
 * {"node":"n1@k3f9","page":"fleet","server":"files","connections":1}}.
 */
record Sight(String node, Place place, int connections) {

  /** Which ones are told first when they are too many. */
  static final Comparator<Sight> ORDER =
      Comparator.comparingInt(Sight::connections)
          .reversed()
          .thenComparing(sight -> sight.toJson().encode());

  static Sight fromJson(JsonObject json) {
    return new Sight(json.getString("node"), Place.fromJson(json), json.getInteger("connections"));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("node", node)
        .mergeIn(place.toJson())
        .put("connections", connections);
  }
}
