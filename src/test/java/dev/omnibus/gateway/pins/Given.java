package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.ItemList;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.model.Claim;
import dev.omnibus.model.SchemaWatch;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a server lists. */
final class Given {

  static final SchemaWatch QUARANTINE = watch("quarantine", "hide");
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private Given() {}

  static SchemaWatch watch(String policy, String young) {
    return ServerSpec.fromJson(
            "files",
            new JsonObject()
                .put("command", "x")
                .put("schemaPolicy", policy)
                .put("schemaNew", young))
        .schema();
  }

  static String tool(String name, String description) {
    return "{\"name\":\"%s\",\"description\":\"%s\"}".formatted(name, description);
  }

  static Shelf tools(String... tools) {
    return shelf(Map.of(Listed.TOOLS, list(Listed.TOOLS, false, tools)));
  }

  static ItemList list(Listed listed, boolean cut, String... items) {
    return ItemList.of(listed, new JsonArray(List.of(items)), cut, false, 0);
  }

  static Shelf shelf(Map<Listed, ItemList> lists) {
    JsonObject all = new JsonObject();
    List.of("tools", "prompts", "resources").forEach(key -> all.put(key, new JsonObject()));
    JsonObject described = new JsonObject().put("capabilities", all);
    return new Shelf("files", new Claim("n1@a", 1, 1), described, lists);
  }

  /** Pins of what was seen first. */
  static Pins pinned(Shelf shelf) {
    return Inspector.look(Pins.none("files"), shelf, QUARANTINE, NOW, "n1@a").orElseThrow().pins();
  }

  static Hidden hidden(SchemaWatch watch, Pins pins, Shelf now) {
    return Hidden.of(watch, pins, Changes.between(pins, now));
  }
}
