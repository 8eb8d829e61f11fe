package dev.omnibus.telemetry.history;

import dev.omnibus.measure.HistogramSum;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of an answer comes from the history of one node.
 *
 * <p>{@code {"node":"n1","life":[10,1764380009],"values":[{"index":0,"word":"read",
 * "values":[3,0]}]}}
 */
record Part(String node, Life life, Map<Name, Fold> values) {

  /**
   * Which of the answered series.
   *
   * @param index place of what was asked for in the question
   * @param word of what it is split by; null when it is not
   */
  record Name(int index, Object word) {}

  /** All that is known of the node from both. */
  static Part both(Part one, Part other) {
    Map<Name, Fold> values = new HashMap<>(one.values);
    other.values.forEach(
        (name, fold) ->
            values.merge(
                name,
                fold,
                (mine, its) -> {
                  mine.join(its, one.life, other.life);
                  return mine;
                }));
    one.values.forEach(
        (name, fold) -> {
          if (!other.values.containsKey(name)) {
            fold.join(fold.nothing(), one.life, other.life);
          }
        });
    one.life.join(other.life);
    return new Part(one.node, one.life, values);
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    values.forEach(
        (name, fold) ->
            all.add(
                new JsonObject()
                    .put("index", name.index())
                    .put("word", name.word())
                    .put("values", fold.toJson())));
    return new JsonObject().put("node", node).put("life", life.toJson()).put("values", all);
  }

  static Part fromJson(JsonObject json, Grid grid, List<Wanted> wanted) {
    Map<Name, Fold> values = new HashMap<>();
    HistogramSum sum = new HistogramSum();
    for (Object one : json.getJsonArray("values")) {
      JsonObject told = (JsonObject) one;
      int index = told.getInteger("index");
      values.put(
          new Name(index, told.getValue("word")),
          Fold.fromJson(grid, wanted.get(index).metric().kind(), sum, told.getJsonArray("values")));
    }
    return new Part(json.getString("node"), Life.fromJson(grid, json.getJsonArray("life")), values);
  }
}
