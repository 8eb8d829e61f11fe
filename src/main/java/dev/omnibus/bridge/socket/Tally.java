package dev.omnibus.bridge.socket;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What the sockets of one node take of the limits that hold for the cluster: how many each user and
 * each remote address has there, and how many messages each user sent since the last one.
 *
 * <p>{@code {"node":"n1@k3f9","whole":false,"users":{"ann":3},"remotes":{"10.0.0.7":1},
 * "spent":{"ann":12}}}
 *
 * @param whole whether whoever is not named has none; otherwise nothing changed for them
 */
public record Tally(
    String node,
    boolean whole,
    Map<String, Integer> users,
    Map<String, Integer> remotes,
    Map<String, Integer> spent) {

  public Tally {
    users = Map.copyOf(users);
    remotes = Map.copyOf(remotes);
    spent = Map.copyOf(spent);
  }

  boolean saysNothing() {
    return !whole && users.isEmpty() && remotes.isEmpty() && spent.isEmpty();
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("node", node)
        .put("whole", whole)
        .put("users", json(users))
        .put("remotes", json(remotes))
        .put("spent", json(spent));
  }

  public static Tally fromJson(JsonObject json) {
    return new Tally(
        Fields.of(json).text("node"),
        json.getBoolean("whole", false),
        counts(json, "users"),
        counts(json, "remotes"),
        counts(json, "spent"));
  }

  private static JsonObject json(Map<String, Integer> counts) {
    JsonObject json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }

  private static Map<String, Integer> counts(JsonObject json, String key) {
    Map<String, Integer> counts = new HashMap<>();
    JsonObject all = json.getJsonObject(key, new JsonObject());
    all.fieldNames().forEach(name -> counts.put(name, all.getInteger(name)));
    return counts;
  }
}
