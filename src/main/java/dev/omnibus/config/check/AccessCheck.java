package dev.omnibus.config.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a schema cannot say about {@code access.json}. */
final class AccessCheck {

  private final JsonDocument document;
  private final Set<String> roles;
  private final List<Problem> problems = new ArrayList<>();

  AccessCheck(JsonDocument document) {
    this.document = document;
    this.roles = object(document.root(), "roles").fieldNames();
  }

  List<Problem> problems() {
    holders("users");
    holders("keys");
    issuers();
    roles.forEach(role -> GrownRoles.LISTS.forEach(list -> grown(role, list)));
    return problems;
  }

  private void grown(String role, String list) {
    String at = Pointer.child("/roles", role) + "/" + list;
    JsonObject given = object(object(document.root(), "roles"), role);
    if (given.getValue(list) instanceof JsonArray written) {
      List<String> missing =
          GrownRoles.missing(
              role, list, written.stream().map(String::valueOf).collect(Collectors.toSet()));
      if (!missing.isEmpty()) {
        problems.add(
            document.warnKey(
                at,
                "is what an earlier version wrote, and lacks what came since: "
                    + String.join(", ", missing)));
      }
    }
  }

  private void issuers() {
    JsonObject issuers = object(document.root(), "issuers");
    for (String name : issuers.fieldNames()) {
      String at = Pointer.child("/issuers", name) + "/roles";
      JsonObject given = object(object(issuers, name), "roles");
      list(given, "always", at);
      JsonObject map = object(given, "map");
      map.fieldNames().forEach(word -> list(map, word, at + "/map"));
    }
  }

  private void list(JsonObject parent, String key, String at) {
    if (parent.getValue(key) instanceof JsonArray held) {
      known(Pointer.child(at, key), held);
    }
  }

  private void holders(String kind) {
    JsonObject holders = object(document.root(), kind);
    for (String name : holders.fieldNames()) {
      if (object(holders, name).getValue("roles") instanceof JsonArray held) {
        known(Pointer.child("/" + kind, name) + "/roles", held);
      }
    }
  }

  private void known(String at, JsonArray held) {
    for (int i = 0; i < held.size(); i++) {
      if (held.getValue(i) instanceof String role && !roles.contains(role)) {
        String meant =
            NearestKey.of(role, roles).map(r -> ", did you mean '" + r + "'?").orElse("");
        problems.add(document.atValue(at + "/" + i, "there is no role '" + role + "'" + meant));
      }
    }
  }

  private static JsonObject object(JsonObject parent, String key) {
    return parent.getValue(key) instanceof JsonObject object ? object : new JsonObject();
  }
}
