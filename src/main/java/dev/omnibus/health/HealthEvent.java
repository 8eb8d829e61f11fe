package dev.omnibus.health;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;

/**
 * Something the fleet is to be told: where, of which type, how loud, and what.
 *
 * <p>Data of a change: {@code {"server":"files","from":"healthy","to":"disconnected","reason":
 * "process exited with code 1","status":{...}}}; of a check that changed nothing: {@code
 * {"server":"files","state":"healthy","status":{...}}}; of a breaker: {@code {"server":"files",
 * "from":"closed","to":"open","reason":"8 failures in a row","breaker":{...}}}.
 */
record HealthEvent(String address, String type, Severity severity, JsonObject data) {

  static HealthEvent change(ServerState from, ServerStatus status) {
    JsonObject data =
        new JsonObject()
            .put("server", status.server())
            .put("from", from.word())
            .put("to", status.state().word())
            .put("reason", status.reason())
            .put("status", status.toJson());
    Severity severity = status.state().severity();
    return new HealthEvent(Addresses.EVENT_SERVER_STATUS, "mcp_status_change", severity, data);
  }

  static HealthEvent check(ServerStatus status) {
    JsonObject data =
        new JsonObject()
            .put("server", status.server())
            .put("state", status.state().word())
            .put("status", status.toJson());
    return new HealthEvent(Addresses.EVENT_SERVER_HEALTH, "mcp_health_check", Severity.INFO, data);
  }

  static HealthEvent breaker(String server, Breaker from, Breaker to, BreakerStatus status) {
    JsonObject data =
        new JsonObject()
            .put("server", server)
            .put("from", from.state().word())
            .put("to", to.state().word())
            .put("reason", to.reason())
            .put("breaker", status.toJson());
    return new HealthEvent(
        Addresses.EVENT_BREAKER_STATE, "circuit_breaker_state", severity(to), data);
  }

  private static Severity severity(Breaker to) {
    return switch (to.state()) {
      case OPEN, FORCED_OPEN -> Severity.ERROR;
      case HALF_OPEN, FORCED_CLOSED -> Severity.WARNING;
      case CLOSED -> Severity.INFO;
    };
  }
}
