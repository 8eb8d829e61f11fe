package dev.omnibus.bridge.feed;

import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.json.JsonObject;

/**
 * Says an event in the words of {@code /ws/mcp-status}: {@code
 * {"type":"mcp_status_change","timestamp":"...Z","node":"n1@k3f9q","seq":42,"data":{"mcp_name":..,
 * "old_status":..,"new_status":..,"reason":..,"severity":..}}}.
 */
final class FeedEvents {

  /** One encoding of an event for all feeds. */
  static final Event.Form FORM = FeedEvents::packet;

  private FeedEvents() {}

  private static Packet packet(Event event) {
    JsonObject envelope = event.envelope();
    FeedType type = FeedType.from(event.address());
    return Packet.of(
        new JsonObject()
            .put("type", type.word())
            .put("timestamp", envelope.getString("at"))
            .put("node", event.node())
            .put("seq", event.seq())
            .put("data", data(type, event, envelope.getJsonObject("data", new JsonObject()))));
  }

  private static JsonObject data(FeedType type, Event event, JsonObject from) {
    JsonObject data = new JsonObject().put("severity", event.severity().word());
    if (event.server() != null) {
      data.put("mcp_name", event.server());
    }
    return switch (type) {
      case STATUS -> status(data, from);
      case BREAKER -> breaker(data, from);
      case HEALTH -> health(data, from);
      case REMOVED -> data;
      case SYSTEM -> system(data, from);
    };
  }

  private static JsonObject status(JsonObject data, JsonObject from) {
    JsonObject check = object(object(from, "status"), "check");
    data.put("old_status", from.getValue("from"))
        .put("new_status", from.getValue("to"))
        .put("reason", from.getValue("reason"));
    if (!"healthy".equals(from.getValue("to"))) {
      data.put("error_count", check.getValue("attempt"));
    }
    return common(data, object(from, "status"));
  }

  private static JsonObject breaker(JsonObject data, JsonObject from) {
    JsonObject breaker = object(from, "breaker");
    return data.put("old_state", from.getValue("from"))
        .put("new_state", from.getValue("to"))
        .put("message", from.getValue("reason"))
        .put("failure_count", breaker.getValue("failures"))
        .put("retry_at", breaker.getValue("retryAt"));
  }

  private static JsonObject health(JsonObject data, JsonObject from) {
    JsonObject status = object(from, "status");
    JsonObject check = object(status, "check");
    data.put("health_status", from.getValue("state"))
        .put("outcome", check.getValue("outcome"))
        .put("detail", check.getValue("detail"));
    return common(data, status);
  }

  private static JsonObject system(JsonObject data, JsonObject from) {
    return data.put("cpu_percent", from.getValue("cpuPercent"))
        .put("memory_percent", from.getValue("memoryPercent"))
        .put("memory_used_mb", from.getValue("memoryUsedMb"))
        .put("memory_total_mb", from.getValue("memoryTotalMb"))
        .put("active_mcps", from.getValue("activeServers"));
  }

  private static JsonObject common(JsonObject data, JsonObject status) {
    JsonObject check = object(status, "check");
    return data.put("circuit_state", object(status, "breaker").getValue("state"))
        .put("tool_count", object(status, "link").getValue("tools"))
        .put("response_time_ms", check.getValue("latencyMs"))
        .put("last_health_check", check.getValue("last"))
        .put("next_health_check", check.getValue("next"));
  }

  /** One line of {@code initial_status}. */
  static JsonObject line(JsonObject status) {
    return new JsonObject()
        .put("name", status.getString("server"))
        .put("health_status", status.getString("state"))
        .put("circuit_state", object(status, "breaker").getValue("state"))
        .put("last_health_check", object(status, "check").getValue("last"));
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
  }
}
