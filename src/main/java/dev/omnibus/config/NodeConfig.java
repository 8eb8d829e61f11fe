package dev.omnibus.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * {@code conf/omnibus.json} with everything that was put over it: what this node is, a record for
 * each room.
 *
 * <p>{@code {"node":{"name":"n1"},"http":{"port":8080},"ops":{"port":8081},"health":{}}}
 */
public record NodeConfig(
    String name,
    HttpConfig http,
    OpsConfig ops,
    ClusterConfig cluster,
    HealthConfig health,
    CoordinatorConfig coordinator,
    LogConfig logs,
    IdentityConfig identity,
    BridgeConfig bridge,
    PeopleConfig people,
    RestConfig rest,
    GatewayConfig gateway,
    StoreConfig store,
    AuditConfig audit,
    TelemetryConfig telemetry,
    JsonObject json) {

  public static NodeConfig fromJson(JsonObject json) {
    HttpConfig http = HttpConfig.fromJson(section(json, "http"));
    // Who may come from where is one list, for HTTP and for sockets.
    JsonObject identity = section(json, "identity").put("origins", new JsonArray(http.origins()));
    JsonObject coordinator = section(json, "coordinator");
    JsonObject test = coordinator.getJsonObject("test", new JsonObject());
    coordinator.put("test", test.copy().put("ownHost", http.host()));
    return new NodeConfig(
        section(json, "node").getString("name", "n1"),
        http,
        OpsConfig.fromJson(section(json, "ops")),
        ClusterConfig.fromJson(section(json, "cluster")),
        HealthConfig.fromJson(section(json, "health")),
        CoordinatorConfig.fromJson(coordinator),
        LogConfig.fromJson(section(json, "logs")),
        IdentityConfig.fromJson(identity),
        BridgeConfig.fromJson(section(json, "bridge")),
        PeopleConfig.fromJson(section(json, "people")),
        RestConfig.fromJson(section(json, "rest")),
        GatewayConfig.fromJson(section(json, "gateway")),
        StoreConfig.fromJson(section(json, "store")),
        AuditConfig.fromJson(section(json, "audit")),
        TelemetryConfig.fromJson(section(json, "telemetry")),
        json.copy());
  }

  private static JsonObject section(JsonObject json, String name) {
    return json.getJsonObject(name, new JsonObject()).copy();
  }
}
