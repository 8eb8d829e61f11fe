package dev.omnibus.gateway.agent;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a page needs to hear to be an agent, once its origin is allowed (Fetch, "CORS protocol").
 */
public final class Cors {

  private static final String ASKED_HEADERS = "Access-Control-Request-Headers";

  private static final String EXPOSED =
      "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After,"
          + " Omnibus-Session-Renewed, Server-Timing";

  private static final String USUAL =
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID,"
          + " Mcp-Method, Mcp-Name";

  private Cors() {}

  /** On every answer to a page. */
  public static void open(HttpServerRequest http) {
    String origin = http.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      http.response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
          .putHeader(HttpHeaders.VARY, "Origin");
    }
  }

  /** The answer to the question before the request. */
  public static void preflight(HttpServerRequest http) {
    HttpServerResponse response = http.response();
    String asked = http.getHeader(ASKED_HEADERS);
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, DELETE")
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked == null ? USUAL : asked)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
        .setStatusCode(204)
        .end();
  }
}
