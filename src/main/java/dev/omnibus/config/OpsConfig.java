package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;

/**
 * Where liveness, readiness and metrics are asked for.
 *
 * @param port 0 takes a free one
 */
public record OpsConfig(String host, int port) {

  public static OpsConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    String host = f.textOrNull("host");
    return new OpsConfig(host == null ? "127.0.0.1" : host, f.intOr("port", 8081));
  }
}
