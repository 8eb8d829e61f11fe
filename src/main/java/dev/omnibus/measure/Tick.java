package dev.omnibus.measure;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one node measured in one second, a row for each series of which something changed. Written
 * in columns, one entry a row, null where nothing changed, and -1 for a gauge that nobody knows.
 *
 * <p>{@code {"at":1764380000,"server":["","files"],"replica":[0,0],"tool":["",""],"calls":[null,3],
 * "latency":[null,[210,1,1096,2]],"node.cpu":[17.5,null]}}; with {@code "more":true} when the rest
 * of the second follows in another one.
 *
 * @param at the second that ended, since 1970
 * @param more whether other rows of this second follow
 */
public record Tick(long at, List<Row> rows, boolean more) {

  private static final String SERVER = "server";
  private static final String REPLICA = "replica";
  private static final String TOOL = "tool";

  /** JSON has no NaN, and no gauge is less than 0. */
  private static final int NOBODY_KNOWS = -1;

  public Tick {
    rows = List.copyOf(rows);
  }

  public Tick(long at, List<Row> rows) {
    this(at, rows, false);
  }

  /** The same in parts of so many rows; all but the last say that there is more. */
  public List<Tick> parts(int most) {
    List<Tick> parts = new ArrayList<>();
    for (int from = 0; from == 0 || from < rows.size(); from += most) {
      int to = Math.min(rows.size(), from + most);
      parts.add(new Tick(at, rows.subList(from, to), to < rows.size()));
    }
    return parts;
  }

  public JsonObject toJson() {
    JsonArray servers = new JsonArray();
    JsonArray replicas = new JsonArray();
    JsonArray tools = new JsonArray();
    Map<Metric, Object[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      servers.add(row.key().server());
      replicas.add(row.key().replica());
      tools.add(row.key().tool());
      for (Map.Entry<Metric, Number> entry : row.numbers().entrySet()) {
        column(columns, entry.getKey())[i] = written(entry.getValue());
      }
      for (Map.Entry<Metric, SparseHistogram> entry : row.histograms().entrySet()) {
        column(columns, entry.getKey())[i] = entry.getValue().toJson();
      }
    }
    JsonObject json =
        new JsonObject().put("at", at).put(SERVER, servers).put(REPLICA, replicas).put(TOOL, tools);
    columns.forEach((metric, values) -> json.put(metric.word(), JsonArray.of(values)));
    return more ? json.put("more", true) : json;
  }

  private static Number written(Number value) {
    return Metric.isUnknown(value) ? NOBODY_KNOWS : value;
  }

  private Object[] column(Map<Metric, Object[]> columns, Metric metric) {
    return columns.computeIfAbsent(metric, missing -> new Object[rows.size()]);
  }

  /** Reads columns; those of unknown words are passed over. */
  public static Tick fromJson(JsonObject json) {
    JsonArray servers = json.getJsonArray(SERVER);
    JsonArray replicas = json.getJsonArray(REPLICA);
    JsonArray tools = json.getJsonArray(TOOL);
    List<Row> rows = new ArrayList<>(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      rows.add(
          new Row(new SeriesKey(servers.getString(i), replicas.getInteger(i), tools.getString(i))));
    }
    for (String word : json.fieldNames()) {
      Metric metric = Metric.orNull(word);
      if (metric != null) {
        fill(rows, metric, json.getJsonArray(word));
      }
    }
    return new Tick(json.getLong("at"), rows, Boolean.TRUE.equals(json.getValue("more")));
  }

  private static void fill(List<Row> rows, Metric metric, JsonArray values) {
    for (int i = 0; i < rows.size(); i++) {
      Object value = values.getValue(i);
      if (value instanceof JsonArray pairs) {
        rows.get(i).put(metric, SparseHistogram.fromJson(pairs));
      } else if (value instanceof Number number) {
        rows.get(i).put(metric, number.doubleValue() < 0 ? Metric.UNKNOWN : number);
      }
    }
  }
}
