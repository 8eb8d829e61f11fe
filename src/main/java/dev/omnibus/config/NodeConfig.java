package dev.omnibus.config;

import io.vertx.core.json.JsonObject;

/**
 * {@code conf/omnibus.json} with everything that was put over it: what this node is. A section that
 * has no accessor of its own is there by name.
 *
 * <p>{@code {"node":{"name":"n1"},"http":{"port":8080},"ops":{"port":8081},"health":{}}}
 */
public record NodeConfig(
    String name,
    HttpConfig http,
    OpsConfig ops,
    HealthConfig health,
    CoordinatorConfig coordinator,
    JsonObject json) {

  public static NodeConfig fromJson(JsonObject json) {
    return new NodeConfig(
        json.getJsonObject("node", new JsonObject()).getString("name", "n1"),
        HttpConfig.fromJson(json.getJsonObject("http", new JsonObject())),
        OpsConfig.fromJson(json.getJsonObject("ops", new JsonObject())),
        HealthConfig.fromJson(json.getJsonObject("health", new JsonObject())),
        CoordinatorConfig.fromJson(json.getJsonObject("coordinator", new JsonObject())),
        json.copy());
  }

  /** One section as it is written, for the record that reads it; empty when it is left out. */
  public JsonObject section(String section) {
    return json.getJsonObject(section, new JsonObject()).copy();
  }
}
