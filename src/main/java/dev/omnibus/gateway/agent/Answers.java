package dev.omnibus.gateway.agent;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** How the gateway answers: JSON-RPC in every case, with the HTTP status that goes with it. */
public final class Answers {

  private Answers() {}

  /**
   * @param id raw JSON
   */
  public static void result(HttpServerRequest request, String id, JsonObject result) {
    String text = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result.encode() + "}";
    send(request, 200, Buffer.buffer(text));
  }

  /**
   * @param id raw JSON; null when it is not known which request this answers
   */
  public static void error(HttpServerRequest request, int status, String id, JsonObject error) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      switch (status) {
        case 401 -> {
          if (!response.headers().contains("WWW-Authenticate")) {
            response.putHeader("WWW-Authenticate", "Bearer");
          }
        }
        case 405 -> response.putHeader(HttpHeaders.ALLOW, "POST");
        case 429 -> response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        default -> {
          // nothing more to say than the status does
        }
      }
    }
    send(request, status, error(id, error));
  }

  /** The message alone. */
  public static Buffer error(String id, JsonObject error) {
    return Buffer.buffer(
        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error.encode() + "}");
  }

  /** A notification was taken. */
  public static void accepted(HttpServerRequest request) {
    request.response().setStatusCode(202).end();
  }

  private static void send(HttpServerRequest request, int status, Buffer body) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }
}
