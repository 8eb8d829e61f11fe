package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What the owner of a server tells its own node after it read the lists.
 *
 * <p>{@code {"server":"files","claim":{...},"described":{...},"lists":{"tools":{"items":["{...}"],
 * "private":false,"cut":false}},"failed":["prompts"]}}
 */
final class Reading {

  private Reading() {}

  static Listed listed(String key) {
    Listed listed = Listed.byKey(key);
    if (listed == null) {
      throw new IllegalArgumentException("'" + key + "' is no list");
    }
    return listed;
  }

  static Shelf shelf(JsonObject told, Catalog catalog, long now) {
    Fields f = Fields.of(told);
    String server = f.text("server");
    Map<Listed, ItemList> lists = new EnumMap<>(Listed.class);
    JsonObject read = f.object("lists", json -> json);
    for (String key : read.fieldNames()) {
      lists.put(listed(key), list(listed(key), read.getJsonObject(key), now));
    }
    Set<Listed> failed = EnumSet.noneOf(Listed.class);
    told.getJsonArray("failed", new JsonArray()).forEach(key -> failed.add(listed((String) key)));
    return Shelf.of(
        server,
        f.object("claim", Claim::fromJson),
        f.object("described", json -> json),
        lists,
        failed,
        catalog.of(server));
  }

  private static ItemList list(Listed listed, JsonObject list, long now) {
    JsonArray items = list.getJsonArray("items");
    return list.getBoolean("private", false)
        ? ItemList.ofOthers(ItemList.digest(ItemList.read(listed, items)), false, now)
        : ItemList.of(listed, items, list.getBoolean("cut", false), false, now);
  }
}
