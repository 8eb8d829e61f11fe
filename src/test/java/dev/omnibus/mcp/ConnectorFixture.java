package dev.omnibus.mcp;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A connector of its own for each test. */
abstract class ConnectorFixture {
  static final RequestOptions SOON = RequestOptions.within(Duration.ofSeconds(60));

  Vertx vertx;
  McpConnector connector;

  @BeforeEach
  final void openConnector() {
    vertx = Vertx.vertx();
    connector = new McpConnector(vertx, new ClientInfo("omnibus-test", "0.1.0"));
  }

  @AfterEach
  final void closeConnector() {
    Wait.on(connector.close());
    Wait.on(vertx.close());
  }

  McpSession connect(Endpoint endpoint) {
    return Wait.on(connector.connect(endpoint, ConnectOptions.within(Duration.ofSeconds(60))));
  }

  McpException refused(Endpoint endpoint, Duration deadline) {
    return Wait.failure(connector.connect(endpoint, ConnectOptions.within(deadline)));
  }

  static int tools(McpSession session) {
    return Wait.on(session.request("tools/list", null, SOON)).getJsonArray("tools").size();
  }

  static JsonObject call(String tool, JsonObject arguments) {
    return new JsonObject().put("name", tool).put("arguments", arguments);
  }

  static String text(JsonObject result) {
    return result.getJsonArray("content").getJsonObject(0).getString("text");
  }
}
