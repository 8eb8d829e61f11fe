package dev.omnibus.gateway.agent;

import dev.omnibus.bus.BusException;
import dev.omnibus.mcp.McpException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the gateway answers: JSON-RPC in every case, with the HTTP status that goes with it. */
public final class Answers {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

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
  public static void error(HttpServerRequest request, int status, String id, RpcException why) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      switch (status) {
        case 401 -> {
          if (!response.headers().contains("WWW-Authenticate")) {
            response.putHeader("WWW-Authenticate", "Bearer");
          }
        }
        case 405 -> response.putHeader(HttpHeaders.ALLOW, "POST");
        default -> {
          // nothing more to say than the status does
        }
      }
      if (why.retrySeconds() > 0) {
        response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(why.retrySeconds()));
      }
    }
    send(request, status, error(id, why.error()));
  }

  /**
   * What went wrong, as it may be shown; what nobody foresaw is logged.
   *
   * @param id raw JSON; null when it is not known which request this answers
   */
  public static void failed(HttpServerRequest request, String id, Throwable cause) {
    RpcException why = RpcException.of(cause);
    if (!(cause instanceof RpcException
        || cause instanceof BusException
        || cause instanceof McpException)) {
      LOG.error("unforeseen path={}", request.path(), cause);
    }
    error(request, why.status(EraRules.claimsModern(request.headers())), id, why);
  }

  /** Runs it; a refusal is the answer. */
  public static void orFailed(HttpServerRequest request, String id, Runnable what) {
    try {
      what.run();
    } catch (RpcException | BusException refused) {
      failed(request, id, refused);
    }
  }

  /** A whole message of a server, or what stands for it. */
  public static void message(HttpServerRequest request, Buffer json) {
    send(request, 200, json);
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
