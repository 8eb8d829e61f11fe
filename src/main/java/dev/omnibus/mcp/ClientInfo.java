package dev.omnibus.mcp;

import io.vertx.core.json.JsonObject;

/** Who we say we are: operators of a server see this name in its logs. */
public record ClientInfo(String name, String version) {

  public JsonObject toJson() {
    return new JsonObject().put("name", name).put("version", version);
  }
}
