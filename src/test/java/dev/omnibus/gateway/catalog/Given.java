package dev.omnibus.gateway.catalog;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the tests of this room start from. */
final class Given {

  static final Caller ANN = caller("key:ann", "all");
  static final Caller BOB = caller("key:bob", "few");

  private Given() {}

  static Caller caller(String user, String role) {
    return new Caller(user, Set.of(role), "s", Instant.MAX);
  }

  /** The role {@code all} may use everything, {@code few} the tool {@code echo} of every server. */
  static Permits permits() {
    JsonObject all = new JsonObject().put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject few =
        new JsonObject().put("servers", new JsonObject().put("*", JsonArray.of("echo")));
    AccessConfig access =
        AccessConfig.fromJson(
            new JsonObject()
                .put("roles", new JsonObject().put("all", all).put("few", few))
                .put("keys", new JsonObject().put("ann", key("all")).put("bob", key("few"))));
    return new Permits(new Policy(() -> access));
  }

  private static JsonObject key(String role) {
    return new JsonObject().put("sha256", "none").put("roles", JsonArray.of(role));
  }

  static JsonObject told(String server, long epoch, long reading, JsonObject lists) {
    JsonObject capabilities = new JsonObject();
    for (String what : List.of("tools", "prompts", "resources")) {
      capabilities.put(what, new JsonObject());
    }
    return new JsonObject()
        .put("server", server)
        .put("claim", new Claim("n1@a", epoch, reading).toJson())
        .put("described", new JsonObject().put("capabilities", capabilities))
        .put("lists", lists)
        .put("failed", new JsonArray());
  }

  static JsonObject tools(String... items) {
    return list("tools", items);
  }

  static JsonObject list(String key, String... items) {
    return new JsonObject().put(key, new JsonObject().put("items", new JsonArray(List.of(items))));
  }

  static String tool(String name) {
    return "{\"name\":\"" + name + "\"}";
  }

  static String[] named(String... names) {
    return Stream.of(names).map(Given::tool).toArray(String[]::new);
  }

  static void put(Catalog catalog, String server, JsonObject lists) {
    long next = catalog.of(server) == null ? 1 : catalog.of(server).claim().revision() + 1;
    catalog.fold(Reading.shelf(told(server, 1, next, lists), catalog, System.nanoTime()));
  }

  static View view(Catalog catalog, Caller caller, Map<String, String> prefixes) {
    Map<String, ServerSpec> specs = new HashMap<>();
    for (Shelf shelf : catalog.all()) {
      JsonObject entry = new JsonObject().put("url", "http://127.0.0.1/mcp");
      if (prefixes.containsKey(shelf.server())) {
        entry.put("prefix", prefixes.get(shelf.server()));
      }
      specs.put(shelf.server(), ServerSpec.fromJson(shelf.server(), entry));
    }
    return new View(
        catalog,
        new Prefixes(specs),
        permits(),
        caller,
        specs.keySet().stream().sorted().toList(),
        Map.of());
  }

  static List<String> names(View view, Listed listed) {
    return view.seen(listed).items().stream().map(Shown::name).toList();
  }
}
