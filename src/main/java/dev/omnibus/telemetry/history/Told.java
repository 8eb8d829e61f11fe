package dev.omnibus.telemetry.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one node tells to answer a question.
 *
 * <p>{@code
 * {"parts":[{"node":"n1",..}],"pieces":[1764380000,815],"reachesTo":1764376400,"why":".."}}
 *
 * @param pieces which of its own pieces are in the parts and not from the store
 * @param reachesTo the first second that the node remembers
 * @param why what is missing in it; null for nothing
 */
record Told(List<Part> parts, Set<Piece> pieces, long reachesTo, String why) {

  /** A minute of a node, or a part of one. */
  record Piece(long at, long run) {}

  /** What a node remembers in some minutes. */
  static Told remembered(Search search, String node, List<Minute> minutes, long reachesTo) {
    Gatherer gatherer = search.gatherer(node);
    Set<Piece> pieces = new HashSet<>();
    for (Minute minute : minutes) {
      pieces.add(new Piece(minute.first(), minute.run()));
      minute.live(gatherer.life());
    }
    for (Minute minute : minutes) {
      minute.read(
          search::isAbout,
          (key, metric, chunk) -> {
            if (gatherer.wants(key, metric)) {
              gatherer.add(key, metric, chunk, minute.begin(), Level.SECONDS.step());
            }
          });
    }
    return new Told(List.of(gatherer.part()), pieces, reachesTo, null);
  }

  /** The same, and what a store has besides. */
  Told with(List<Part> stored) {
    List<Part> all = new ArrayList<>(stored);
    all.addAll(parts);
    return new Told(List.copyOf(joined(all)), Set.of(), reachesTo, null);
  }

  Told without(String missing) {
    return new Told(parts, pieces, reachesTo, missing);
  }

  /** One part a node. */
  static Collection<Part> joined(Collection<Part> parts) {
    Map<String, Part> nodes = new LinkedHashMap<>();
    parts.forEach(part -> nodes.merge(part.node(), part, Part::both));
    return nodes.values();
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    parts.forEach(part -> all.add(part.toJson()));
    JsonArray numbers = new JsonArray();
    pieces.forEach(piece -> numbers.add(piece.at()).add(piece.run()));
    return new JsonObject()
        .put("parts", all)
        .put("pieces", numbers)
        .put("reachesTo", reachesTo)
        .put("why", why);
  }

  static Told fromJson(JsonObject json, Search search) {
    List<Part> parts = new ArrayList<>();
    for (Object part : json.getJsonArray("parts")) {
      parts.add(Part.fromJson((JsonObject) part, search.plan().grid(), search.wanted()));
    }
    JsonArray numbers = json.getJsonArray("pieces");
    Set<Piece> pieces = new HashSet<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      pieces.add(new Piece(numbers.getLong(i), numbers.getLong(i + 1)));
    }
    return new Told(parts, pieces, json.getLong("reachesTo"), json.getString("why"));
  }
}
