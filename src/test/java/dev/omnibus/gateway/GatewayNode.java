package dev.omnibus.gateway;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real node before real servers: two legacy ones, a modern one, one that never lists, one that is
 * not there, and one whose address refers to nothing. Two agents have keys: one may use everything,
 * the other two tools of one.
 */
final class GatewayNode implements AutoCloseable {

  static final String ALL = "omk_all-of-it";
  static final String FEW = "omk_two-tools";
  static final int MAX_BODY = 100_000;
  private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final NodeProcess node;

  GatewayNode(Path folder) throws Exception {
    node = new NodeProcess("gate", folder);
    String modern = PEERS.resolve("modern-server.mjs").toString();
    String odd = PEERS.resolve("odd-server.mjs").toString();
    node.write(
        "servers.json",
        new ServersFile()
            .everything("everything")
            .demo("demo")
            .stdio("modern", "node", modern, "stdio", "reject")
            .stdio("never", "node", odd, "never-lists")
            .http("nowhere", "${env:OMNIBUS_NO_SUCH_ADDRESS}")
            .http("dead", "http://127.0.0.1:" + FreePort.next() + "/mcp")
            .text());
    node.write("access.json", access().encode());
    node.write("omnibus.json", limits().encode());
    start();
  }

  /** A node that does not come up in time does not stay. */
  private void start() throws Exception {
    try {
      node.start();
      awaitState("healthy", "everything", "demo", "modern", "never");
      awaitState("disconnected", "dead", "nowhere");
    } catch (Exception | AssertionError late) {
      node.close();
      throw late;
    }
  }

  private static JsonObject limits() {
    return new JsonObject()
        .put(
            "gateway",
            new JsonObject()
                .put("callTimeoutMs", 4_000)
                .put("listTimeoutMs", 3_000)
                .put("maxBodyBytes", MAX_BODY));
  }

  static JsonObject access() {
    JsonObject all =
        new JsonObject()
            .put("requests", JsonArray.of("query.*"))
            .put("events", JsonArray.of("event.*"))
            .put("servers", new JsonObject().put("*", JsonArray.of("*")));
    JsonObject few =
        new JsonObject()
            .put("servers", new JsonObject().put("everything", JsonArray.of("echo", "get-sum")));
    return new JsonObject()
        .put("users", new JsonObject())
        .put("roles", new JsonObject().put("all", all).put("few", few))
        .put("keys", new JsonObject().put("all", key(ALL, "all")).put("few", key(FEW, "few")));
  }

  static JsonObject key(String key, String role) {
    return new JsonObject().put("sha256", Keys.sha256(key)).put("roles", JsonArray.of(role));
  }

  private void awaitState(String state, String... servers) throws Exception {
    try (Operator operator = Operator.open(node.port(), ALL)) {
      for (String server : servers) {
        operator.awaitState(server, state, LIMIT);
      }
    }
  }

  String base() {
    return "http://127.0.0.1:" + node.port();
  }

  /** One legacy request; answers the whole reply. */
  JsonObject ask(String key, String path, String method, JsonObject params) throws Exception {
    return new JsonObject(post(path, key, request(method, params).encode()).body());
  }

  static JsonObject request(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", "q1")
        .put("method", method)
        .put("params", params);
  }

  /** One POST as every MCP client sends it; more headers as names and values in turn. */
  HttpResponse<String> post(String path, String key, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(path, key, headers).POST(BodyPublishers.ofString(body));
    return send(request.header("Content-Type", "application/json"));
  }

  HttpRequest.Builder to(String path, String key, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json, text/event-stream");
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    node.close();
  }
}
