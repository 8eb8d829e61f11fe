package dev.omnibus.gateway.plane;

import dev.omnibus.config.AccessConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who may use which tools of the toy server. */
final class ToyAccess {

  private final JsonObject roles = new JsonObject();
  private final JsonObject users = new JsonObject();

  ToyAccess role(String name, String... tools) {
    JsonObject servers = new JsonObject().put("toy", new JsonArray(List.of(tools)));
    roles.put(name, new JsonObject().put("servers", servers));
    return this;
  }

  ToyAccess user(String name, String role) {
    return user(name, role, false);
  }

  ToyAccess user(String name, String role, boolean blocked) {
    users.put(
        name,
        new JsonObject()
            .put("passwordHash", "x")
            .put("roles", JsonArray.of(role))
            .put("blocked", blocked));
    return this;
  }

  AccessConfig config() {
    return AccessConfig.fromJson(new JsonObject().put("roles", roles).put("users", users));
  }
}
