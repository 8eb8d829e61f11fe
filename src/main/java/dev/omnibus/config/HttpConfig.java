package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * Where agents, browsers and programs reach this node.
 *
 * @param port 0 takes a free one
 * @param eventLoops threads that serve HTTP; 0 takes one for each core
 * @param head how long the head of a request may take to come in
 * @param origins where a browser may come from besides this node's own address
 */
public record HttpConfig(
    String host, int port, int eventLoops, Duration head, List<String> origins) {

  public HttpConfig {
    origins = List.copyOf(origins);
  }

  /** How many event loops that makes here. */
  public int loops() {
    return eventLoops > 0 ? eventLoops : Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  public static HttpConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    String host = f.textOrNull("host");
    JsonArray origins = json.getJsonArray("origins", new JsonArray());
    return new HttpConfig(
        host == null ? "127.0.0.1" : host,
        f.intOr("port", 8080),
        f.intOr("eventLoops", 0),
        Duration.ofMillis(f.intOr("headMs", 10_000)),
        origins.stream().map(String.class::cast).toList());
  }
}
