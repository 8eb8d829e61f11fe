package dev.omnibus.audit;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What several nodes found, in one order.
 *
 * @param isFull whether there may be others after these, because there are as many as were wanted
 * @param reached how far back all of them looked, where that is not to the end; null else
 * @param missing nodes that did not answer
 * @param stores nodes whose store takes no rows now
 */
record AuditPage(
    List<AuditRow> rows, boolean isFull, Instant reached, List<String> missing, JsonArray stores) {

  /** What one node answers another. */
  static JsonObject part(Lookback.Found found, JsonObject store) {
    JsonObject part = new JsonObject().put("rows", array(found.rows()));
    if (found.reached() != null) {
      part.put("reached", found.reached().toString());
    }
    return store == null ? part : part.put("store", store);
  }

  /** Rows that are older than one of the nodes has looked are left for the next page. */
  static AuditPage of(int limit, List<NodeId> nodes, List<Future<JsonObject>> parts) {
    Instant reached =
        answers(parts)
            .map(part -> Fields.of(part).instantOrNull("reached"))
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null);
    List<AuditRow> rows =
        answers(parts)
            .flatMap(part -> Fields.of(part).objects("rows", AuditRow::fromJson).stream())
            .filter(row -> reached == null || !row.at().isBefore(reached))
            .sorted(AuditCursor.NEWEST_FIRST)
            .limit(limit)
            .toList();
    boolean full = rows.size() == limit;
    return new AuditPage(
        rows, full, full ? null : reached, missing(nodes, parts), stores(nodes, parts));
  }

  private static Stream<JsonObject> answers(List<Future<JsonObject>> parts) {
    return parts.stream().filter(Future::succeeded).map(Future::result);
  }

  private static List<String> missing(List<NodeId> nodes, List<Future<JsonObject>> parts) {
    return IntStream.range(0, parts.size())
        .filter(i -> parts.get(i).failed())
        .mapToObj(i -> nodes.get(i).toString())
        .toList();
  }

  private static JsonArray stores(List<NodeId> nodes, List<Future<JsonObject>> parts) {
    JsonArray stores = new JsonArray();
    for (int i = 0; i < parts.size(); i++) {
      JsonObject store = parts.get(i).succeeded() ? store(parts.get(i)) : null;
      if (store != null) {
        stores.add(store.copy().put("node", nodes.get(i).toString()));
      }
    }
    return stores;
  }

  private static JsonObject store(Future<JsonObject> part) {
    return part.result().getJsonObject("store");
  }

  /** The same without rows that somebody may not see. */
  AuditPage only(Predicate<AuditRow> visible) {
    return new AuditPage(rows.stream().filter(visible).toList(), isFull, reached, missing, stores);
  }

  /** No rows, but where to go on, and how far back they were. */
  JsonObject withheld() {
    JsonObject json = new AuditPage(List.of(), false, null, missing, stores).toJson();
    Instant oldest = rows.get(rows.size() - 1).at();
    return json.put("cursor", cursor()).put("reached", oldest.toString());
  }

  /** Where the next page begins; null when there is none. */
  String cursor() {
    if (isFull) {
      return AuditCursor.of(rows.get(rows.size() - 1)).toString();
    }
    return reached == null ? null : AuditCursor.before(reached).toString();
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("rows", array(rows));
    String cursor = cursor();
    if (cursor != null) {
      json.put("cursor", cursor);
    }
    if (reached != null) {
      json.put("reached", reached.toString());
    }
    if (!missing.isEmpty()) {
      json.put("missing", new JsonArray(new ArrayList<>(missing)));
    }
    return stores.isEmpty() ? json : json.put("stores", stores);
  }

  private static JsonArray array(List<AuditRow> rows) {
    JsonArray array = new JsonArray();
    rows.forEach(row -> array.add(row.toJson()));
    return array;
  }
}
