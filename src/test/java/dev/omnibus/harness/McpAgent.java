package dev.omnibus.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent of the legacy era at one endpoint of a node, with a session. */
public final class McpAgent {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI uri;
  private final String token;
  private final AtomicInteger ids = new AtomicInteger();
  private String session;

  public McpAgent(int port, String path, String token) {
    this.uri = URI.create("http://127.0.0.1:" + port + path);
    this.token = token;
  }

  /** Opens the session. */
  public McpAgent initialize() throws IOException, InterruptedException {
    HttpResponse<String> answer = tryInitialize();
    session =
        answer
            .headers()
            .firstValue("Mcp-Session-Id")
            .orElseThrow(() -> new IOException(answer.statusCode() + " " + answer.body()));
    return this;
  }

  public HttpResponse<String> tryInitialize() throws IOException, InterruptedException {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "agent").put("version", "1"));
    return HTTP.send(request("initialize", params), BodyHandlers.ofString());
  }

  public HttpResponse<String> call(String tool) throws IOException, InterruptedException {
    return HTTP.send(request("tools/call", params(tool)), BodyHandlers.ofString());
  }

  /** The same within a task that may throw nothing. */
  public HttpResponse<String> callNow(String tool) {
    try {
      return call(tool);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<HttpResponse<String>> callLater(String tool) {
    return HTTP.sendAsync(request("tools/call", params(tool)), BodyHandlers.ofString());
  }

  private static JsonObject params(String tool) {
    return new JsonObject().put("name", tool).put("arguments", new JsonObject());
  }

  private HttpRequest request(String method, JsonObject params) {
    JsonObject message =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", ids.incrementAndGet())
            .put("method", method)
            .put("params", params);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(message.encode()));
    if (session != null) {
      request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
    }
    return request.build();
  }
}
