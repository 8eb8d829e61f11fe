package dev.omnibus.gateway;

import dev.omnibus.mcp.JsonRpc;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** How the gateway answers: JSON-RPC in every case, with the HTTP status that goes with it. */
final class Answers {

  private Answers() {}

  static void result(RoutingContext ctx, Object id, JsonObject result) {
    send(ctx, 200, JsonRpc.result(id, result));
  }

  /**
   * @param id null when it is not known which request this answers
   */
  static void error(RoutingContext ctx, int status, Object id, JsonObject error) {
    HttpServerResponse response = ctx.response();
    if (!response.headWritten()) {
      switch (status) {
        case 401 -> response.putHeader("WWW-Authenticate", "Bearer");
        case 405 -> response.putHeader(HttpHeaders.ALLOW, "POST");
        case 429 -> response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        default -> {
          // nothing more to say than the status does
        }
      }
    }
    send(ctx, status, new JsonObject().put("jsonrpc", "2.0").put("id", id).put("error", error));
  }

  /** A notification was taken. */
  static void accepted(RoutingContext ctx) {
    ctx.response().setStatusCode(202).end();
  }

  private static void send(RoutingContext ctx, int status, JsonObject body) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return;
    }
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.toBuffer());
  }
}
