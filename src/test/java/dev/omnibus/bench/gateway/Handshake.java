package dev.omnibus.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What an agent says before its first call. */
final class Handshake {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\","
          + "\"version\":\"1\"}}}";

  private Handshake() {}

  static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + Scene.KEY)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(INITIALIZE))
        .build();
  }

  /** The id of a new session, or null as long as nobody answers well. */
  static String session(int port, String path) throws InterruptedException {
    try {
      HttpResponse<String> answer = HTTP.send(request(port, path), BodyHandlers.ofString());
      return answer.headers().firstValue("Mcp-Session-Id").orElse(null);
    } catch (IOException notYet) {
      return null;
    }
  }
}
