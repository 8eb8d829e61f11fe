package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Where agents, browsers and programs reach this node.
 *
 * @param port 0 takes a free one
 * @param origins where a browser may come from besides this node's own address
 */
public record HttpConfig(String host, int port, List<String> origins) {

  public HttpConfig {
    origins = List.copyOf(origins);
  }

  public static HttpConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    String host = f.textOrNull("host");
    Integer port = f.intOrNull("port");
    JsonArray origins = json.getJsonArray("origins", new JsonArray());
    return new HttpConfig(
        host == null ? "127.0.0.1" : host,
        port == null ? 8080 : port,
        origins.stream().map(String.class::cast).toList());
  }
}
