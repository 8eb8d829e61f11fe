package dev.omnibus.bridge.hub;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * An event whose data says things of several servers, a row each, in columns: {@code
 * {"at":..,"server":["","files"],"tool":["",""],"calls":[null,3]}}. Whoever may not see all of them
 * gets another event with the rows that they may; those who get the same rows get the very same.
 */
final class Columns implements Divided {

  private final Event whole;
  private final JsonObject envelope;
  private final JsonObject data;
  private final JsonArray servers;
  private final JsonArray tools;
  private final Map<BitSet, Event> cuts = new HashMap<>();
  private Map<String, BitSet> byServer;

  private Columns(Event whole, JsonObject envelope) {
    this.whole = whole;
    this.envelope = envelope;
    this.data = envelope.getJsonObject("data");
    this.servers = data.getJsonArray("server");
    this.tools = data.getJsonArray("tool");
  }

  /** Of what came off the bus a moment ago. */
  static Columns of(Event whole, JsonObject envelope) {
    return new Columns(whole, envelope);
  }

  @Override
  public Event whole() {
    return whole;
  }

  @Override
  public Event rows(BiPredicate<String, String> wanted) {
    BitSet rows = new BitSet(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      rows.set(i, wanted.test(servers.getString(i), tools.getString(i)));
    }
    if (rows.cardinality() == servers.size()) {
      return whole;
    }
    return rows.isEmpty() ? null : cuts.computeIfAbsent(rows, this::cut);
  }

  @Override
  public Event rowsOf(String server) {
    if (byServer == null) {
      byServer = new HashMap<>();
      for (int i = 0; i < servers.size(); i++) {
        byServer.computeIfAbsent(servers.getString(i), name -> new BitSet()).set(i);
      }
    }
    BitSet rows = byServer.get(server);
    return rows == null ? null : cuts.computeIfAbsent(rows, this::cut);
  }

  private Event cut(BitSet rows) {
    JsonObject some = new JsonObject();
    for (Map.Entry<String, Object> entry : data) {
      Object kept = entry.getValue() instanceof JsonArray all ? some(all, rows) : entry.getValue();
      if (kept != null) {
        some.put(entry.getKey(), kept);
      }
    }
    JsonObject young = new JsonObject();
    envelope.forEach(entry -> young.put(entry.getKey(), entry.getValue()));
    return whole.with(young.put("data", some));
  }

  /** Null when nothing is left. */
  private static JsonArray some(JsonArray all, BitSet rows) {
    JsonArray some = new JsonArray();
    rows.stream().forEach(row -> some.add(all.getValue(row)));
    return some.stream().allMatch(Objects::isNull) ? null : some;
  }
}
