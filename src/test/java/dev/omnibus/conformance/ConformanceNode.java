package dev.omnibus.conformance;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real node that lets agents in without a key, because the suite has none. */
final class ConformanceNode implements AutoCloseable {

  private static final String KEY = "omk_conformance";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final NodeProcess node;

  ConformanceNode(Path folder, ServersFile servers) throws Exception {
    node = new NodeProcess("conformance", folder);
    node.write("servers.json", servers.text());
    node.write("access.json", access().encode());
    node.write("omnibus.json", "{}");
    node.start();
    try (Operator operator = Operator.open(node.port(), KEY)) {
      for (String server : servers.names()) {
        operator.awaitState(server, "healthy", LIMIT);
      }
    }
  }

  private static JsonObject access() {
    JsonObject everything =
        new JsonObject()
            .put("requests", JsonArray.of("query.*"))
            .put("events", JsonArray.of("event.*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject agents = new JsonObject().put("servers", everything.getJsonObject("servers").copy());
    JsonObject key =
        new JsonObject().put("sha256", Keys.sha256(KEY)).put("roles", JsonArray.of("operator"));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("operator", everything).put("anonymous", agents))
        .put("keys", new JsonObject().put("operator", key));
  }

  /** Where an agent finds this server. */
  String url(String server) {
    return "http://127.0.0.1:" + node.port() + "/mcp/" + server;
  }

  /** Where an agent finds all of them. */
  String url() {
    return "http://127.0.0.1:" + node.port() + "/mcp";
  }

  /** What a client of the suite needs to put its server before the gateway. */
  List<String> door() {
    return List.of(node.conf().resolve("servers.json").toString(), url(), KEY);
  }

  String diagnosis() {
    return node.diagnosis();
  }

  @Override
  public void close() {
    node.close();
  }
}
