package dev.omnibus.gateway.plane;

import dev.omnibus.mcp.HeaderText;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** An agent of 2026-07-28 that sees what comes over the wire. */
record ModernAgent(int port, String server, String key, Map<String, String> headers) {

  private static final String META = "io.modelcontextprotocol/";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ModernAgent(int port, String server, String key) {
    this(port, server, key, Map.of());
  }

  ModernAgent at(int other) {
    return new ModernAgent(other, server, key, headers);
  }

  /** The same with this header beside those it has. */
  ModernAgent with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new ModernAgent(port, server, key, more);
  }

  private HttpRequest request(String method, JsonObject params) {
    JsonObject meta = params.getJsonObject("_meta", new JsonObject()).copy();
    meta.put(META + "protocolVersion", "2026-07-28")
        .put(META + "clientInfo", new JsonObject().put("name", "young").put("version", "1"))
        .put(
            META + "clientCapabilities",
            new JsonObject()
                .put("elicitation", new JsonObject())
                .put("sampling", new JsonObject()));
    JsonObject body =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", "m-1")
            .put("method", method)
            .put("params", params.copy().put("_meta", meta));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp/" + server))
            .timeout(Duration.ofSeconds(60))
            .header("User", key)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method);
    headers.forEach(request::header);
    String name = params.getString("name", params.getString("uri"));
    if (name != null) {
      request.header("Mcp-Name", HeaderText.encode(name));
    }
    return request.POST(BodyPublishers.ofString(body.encode())).build();
  }

  HttpResponse<String> ask(String method, JsonObject params)
      throws IOException, InterruptedException {
    return HTTP.send(request(method, params), BodyHandlers.ofString());
  }

  static JsonObject call(String tool, JsonObject arguments) {
    return new JsonObject().put("name", tool).put("arguments", arguments);
  }

  /** The last message of the answer, whatever form it has. */
  JsonObject reply(String method, JsonObject params) throws Exception {
    return last(ask(method, params).body());
  }

  static JsonObject last(String body) {
    int at = body.lastIndexOf("data: {");
    return new JsonObject(at < 0 ? body : body.substring(at + 6).strip());
  }

  Reading stream(String method, JsonObject params) {
    return new Reading(HTTP.sendAsync(request(method, params), BodyHandlers.ofInputStream()));
  }
}
