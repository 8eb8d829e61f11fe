package dev.omnibus.bridge.feed;

import dev.omnibus.model.BreakerState;
import dev.omnibus.model.ServerState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/**
 * What a client may subscribe and filter by: {@code {"categories":[{"id","label","events":[{"id",
 * "label","description","icon","severity_levels":[],"fields":[{"name","label","type","options",
 * "dynamic"}]}]}]}}.
 */
final class FeedMetadata {

  private FeedMetadata() {}

  static JsonObject toJson() {
    JsonArray events = new JsonArray();
    Arrays.stream(FeedType.values()).map(FeedMetadata::event).forEach(events::add);
    JsonObject mcp =
        new JsonObject().put("id", "mcp").put("label", "MCP servers").put("events", events);
    return new JsonObject().put("categories", new JsonArray().add(mcp));
  }

  private static JsonObject event(FeedType type) {
    JsonArray fields = new JsonArray();
    if (type != FeedType.SYSTEM) {
      fields.add(field("mcp_names", "Servers", "multiselect", List.of()).put("dynamic", true));
    }
    fields.add(field("severity", "Severity", "multiselect", type.severities()));
    addOwn(type, fields);
    return new JsonObject()
        .put("id", type.word())
        .put("label", type.label())
        .put("description", type.description())
        .put("icon", icon(type))
        .put("severity_levels", new JsonArray(type.severities()))
        .put("fields", fields);
  }

  private static void addOwn(FeedType type, JsonArray fields) {
    switch (type) {
      case STATUS ->
          fields
              .add(field("old_status", "From", "select", states()))
              .add(field("new_status", "To", "select", states()))
              .add(field("health_status", "State", "multiselect", states()));
      case HEALTH -> fields.add(field("health_status", "State", "multiselect", states()));
      case BREAKER ->
          fields
              .add(field("state", "State", "multiselect", breakerStates()))
              .add(field("failure_count", "Failures from", "number", List.of()));
      case REMOVED, SYSTEM -> {}
    }
  }

  private static JsonObject field(String name, String label, String type, List<String> options) {
    return new JsonObject()
        .put("name", name)
        .put("label", label)
        .put("type", type)
        .put("options", new JsonArray(options))
        .put("dynamic", false);
  }

  private static List<String> states() {
    return Arrays.stream(ServerState.values()).map(ServerState::word).toList();
  }

  private static List<String> breakerStates() {
    return Arrays.stream(BreakerState.values()).map(BreakerState::word).toList();
  }

  private static String icon(FeedType type) {
    return switch (type) {
      case STATUS -> "activity";
      case BREAKER -> "zap";
      case HEALTH -> "heart";
      case REMOVED -> "trash";
      case SYSTEM -> "cpu";
    };
  }
}
