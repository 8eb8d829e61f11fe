package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Claim;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * All that one server last said it has.
 *
 * @param claim by what right: of two, the one that beats the other is the newer
 * @param described what the server said of itself when its session began
 */
public record Shelf(String server, Claim claim, JsonObject described, Map<Listed, ItemList> lists) {

  public Shelf {
    lists = Map.copyOf(lists);
  }

  /** The same, under a claim that any other beats. */
  Shelf outdated() {
    return new Shelf(server, new Claim("", 0, 0), described, lists);
  }

  /** Null when the server never showed such a list. */
  public ItemList list(Listed listed) {
    return lists.get(listed);
  }

  /** Whether the server declared this. */
  boolean offers(String... path) {
    JsonObject at = described.getJsonObject("capabilities", new JsonObject());
    for (int i = 0; i < path.length - 1; i++) {
      at = at.getValue(path[i]) instanceof JsonObject next ? next : new JsonObject();
    }
    Object last = at.getValue(path[path.length - 1]);
    return last != null && !Boolean.FALSE.equals(last);
  }

  /** Whether the server declared that it has such things. */
  boolean offers(Listed listed) {
    return offers((listed == Listed.TEMPLATES ? Listed.RESOURCES : listed).key());
  }

  /** Which lists an agent would find changed, coming from the other, which may be null. */
  Set<Listed> changedSince(Shelf old) {
    Set<Listed> changed = EnumSet.noneOf(Listed.class);
    for (Listed listed : Listed.values()) {
      ItemList young = list(listed);
      ItemList before = old == null ? null : old.list(listed);
      if (young == null ? before != null : !young.shows(before)) {
        changed.add(listed);
      }
    }
    return changed;
  }

  /** What another node needs to know in order to ask for what it lacks. */
  JsonObject summary(long now) {
    JsonObject summaries = new JsonObject();
    lists.forEach((listed, list) -> summaries.put(listed.key(), list.summary(now)));
    return new JsonObject()
        .put("server", server)
        .put("claim", claim.toJson())
        .put("described", described)
        .put("lists", summaries);
  }

  /** These lists, and of the old ones those that were not read this time. */
  static Shelf of(
      String server,
      Claim claim,
      JsonObject described,
      Map<Listed, ItemList> young,
      Set<Listed> failed,
      Shelf old) {
    Map<Listed, ItemList> lists = new EnumMap<>(Listed.class);
    if (old != null) {
      old.lists()
          .forEach((l, before) -> lists.put(l, failed.contains(l) ? before.unconfirmed() : before));
    }
    lists.putAll(young);
    Shelf shelf = new Shelf(server, claim, described, lists);
    lists.keySet().removeIf(listed -> !shelf.offers(listed));
    return new Shelf(server, claim, described, lists);
  }
}
