package dev.omnibus.gateway.pins;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who called a tool lately, by the audit log. */
final class Users {

  private static final Duration LATELY = Duration.ofDays(7);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ROWS = 1_000;

  /** Calls of agents, and runs of people. */
  private static final Set<String> CALLS = Set.of("mcp.tool.call", "call.finished");

  private final Bus bus;
  private final Clock clock;

  Users(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /**
   * {@code [{"user":"key:bot","calls":12,"last":"..."}]}, by the last {@value #ROWS} rows; null
   * when the audit log does not answer.
   */
  Future<JsonArray> of(String server, String tool, JsonObject caller) {
    JsonObject wanted =
        new JsonObject()
            .put("server", server)
            .put("tool", tool)
            .put("from", clock.instant().minus(LATELY).toString())
            .put("limit", ROWS);
    return bus.ask(Addresses.QUERY_AUDIT_SEARCH, wanted, caller, PATIENCE)
        .map(found -> together(found.getJsonArray("rows")))
        .otherwise((JsonArray) null);
  }

  private static JsonArray together(JsonArray rows) {
    Map<String, JsonObject> users = new TreeMap<>();
    for (Object each : rows) {
      JsonObject row = (JsonObject) each;
      if (!CALLS.contains(row.getString("action"))) {
        continue;
      }
      String name = row.getString("user", "-");
      JsonObject user =
          users.computeIfAbsent(
              name,
              u ->
                  new JsonObject().put("user", u).put("calls", 0).put("last", row.getString("at")));
      int calls = row.getJsonObject("detail", new JsonObject()).getInteger("calls", 1);
      user.put("calls", user.getInteger("calls") + calls);
    }
    return new JsonArray(users.values().stream().toList());
  }
}
