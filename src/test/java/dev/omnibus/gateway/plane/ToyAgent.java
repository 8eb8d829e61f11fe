package dev.omnibus.gateway.plane;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A legacy agent that sees what comes over the wire. */
final class ToyAgent {

  private static final String TOY = "/mcp/toy";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final String path;
  private final String session;
  private final String user;
  private final Map<String, String> headers;
  private JsonObject initialized;

  ToyAgent(int port) {
    this(port, TOY, null, "ann", Map.of());
  }

  /**
   * @param user the name at a toy node, the key at a real one
   */
  ToyAgent(int port, String server, String user) {
    this(port, "/mcp/" + server, null, user, Map.of());
  }

  private ToyAgent(
      int port, String path, String session, String user, Map<String, String> headers) {
    this.port = port;
    this.path = path;
    this.session = session;
    this.user = user;
    this.headers = headers;
  }

  ToyAgent as(String name) {
    return new ToyAgent(port, path, session, name, headers);
  }

  /** The same session on another node. */
  ToyAgent at(int other) {
    return new ToyAgent(other, path, session, user, headers);
  }

  ToyAgent trace(String parent) {
    return with("traceparent", parent);
  }

  /** The same with this header beside those it has. */
  ToyAgent with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new ToyAgent(port, path, session, user, more);
  }

  ToyAgent initialize() throws Exception {
    return initialize("{\"elicitation\":{}}");
  }

  ToyAgent initialize(String capabilities) throws Exception {
    HttpResponse<String> answer =
        ask(
            0,
            "initialize",
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
                + capabilities
                + ",\"clientInfo\":{\"name\":\"toy\",\"version\":\"1\"}}");
    ToyAgent young =
        new ToyAgent(
            port, path, answer.headers().firstValue("Mcp-Session-Id").orElseThrow(), user, headers);
    young.initialized = new JsonObject(answer.body()).getJsonObject("result");
    young.notify("notifications/initialized", "{}");
    return young;
  }

  JsonObject initialized() {
    return initialized;
  }

  private HttpRequest.Builder to() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .header("User", user)
            .header("Authorization", "Bearer " + user)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    if (session != null) {
      request.header("Mcp-Session-Id", session);
    }
    headers.forEach(request::header);
    return request;
  }

  private HttpRequest post(String body) {
    return to().POST(BodyPublishers.ofString(body)).build();
  }

  private static String request(Object id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  private static String call(String tool, String more) {
    return "{\"name\":\"" + tool + "\"," + more + "}";
  }

  HttpResponse<String> ask(Object id, String method, String params)
      throws IOException, InterruptedException {
    return HTTP.send(post(request(id, method, params)), BodyHandlers.ofString());
  }

  HttpResponse<String> call(Object id, String tool, String arguments) throws Exception {
    return ask(id, "tools/call", call(tool, "\"arguments\":" + arguments));
  }

  CompletableFuture<HttpResponse<String>> send(Object id, String tool, String more) {
    return HTTP.sendAsync(
        post(request(id, "tools/call", call(tool, more))), BodyHandlers.ofString());
  }

  Reading stream(Object id, String tool, String more) {
    return new Reading(
        HTTP.sendAsync(
            post(request(id, "tools/call", call(tool, more))), BodyHandlers.ofInputStream()));
  }

  Reading listen() throws Exception {
    HttpResponse<InputStream> open = HTTP.send(to().GET().build(), BodyHandlers.ofInputStream());
    return new Reading(CompletableFuture.completedFuture(open));
  }

  /** A standing stream of which nothing is read. */
  Socket stalled() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setReceiveBufferSize(1 << 16);
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nUser: "
            + user
            + "\r\nMcp-Session-Id: "
            + session
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  Reading resume(String lastId) throws Exception {
    HttpResponse<InputStream> open =
        HTTP.send(to().header("Last-Event-ID", lastId).GET().build(), BodyHandlers.ofInputStream());
    return new Reading(CompletableFuture.completedFuture(open));
  }

  HttpResponse<String> reply(String id, String result) throws Exception {
    return HTTP.send(
        post("{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":" + result + "}"),
        BodyHandlers.ofString());
  }

  HttpResponse<String> notify(String method, String params) throws Exception {
    return HTTP.send(
        post("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}"),
        BodyHandlers.ofString());
  }

  HttpResponse<String> delete() throws Exception {
    return HTTP.send(to().DELETE().build(), BodyHandlers.ofString());
  }
}
