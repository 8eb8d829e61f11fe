package dev.omnibus.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * What a page of a welcome origin needs to hear (Fetch, "CORS protocol"). Never with credentials:
 * only the Authorization header says who asks, and no browser adds that by itself.
 */
final class Cors {

  private Cors() {}

  /** On every answer to a page whose origin is allowed. */
  static void open(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null) {
      request
          .response()
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After, Allow")
          .putHeader(HttpHeaders.VARY, "Origin");
    }
  }

  /** The answer to the question before the request. */
  static void preflight(HttpServerRequest request, List<String> methods) {
    String all = String.join(", ", methods);
    request
        .response()
        .putHeader(HttpHeaders.ALLOW, all)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, all)
        .putHeader(
            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, If-None-Match")
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
        .setStatusCode(204)
        .end();
  }
}
