package dev.omnibus.identity;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this room answers: JSON that no cache keeps, errors as {@code {"error":{...}}}. */
final class Answers {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void ok(RoutingContext context, JsonObject body) {
    send(context, 200, body);
  }

  static void none(RoutingContext context) {
    context.response().setStatusCode(204).end();
  }

  static void limited(RoutingContext context, Duration wait) {
    retryAfter(context, Math.max(1, (wait.toMillis() + 999) / 1000));
    error(context, Failure.LIMITED.code(), Failure.LIMITED.sentence());
  }

  private static void retryAfter(RoutingContext context, long seconds) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
  }

  /** A failure of the table; anything else is a bug and only the log says which. */
  static void fail(RoutingContext context, Throwable cause) {
    if (cause instanceof BusException known) {
      if (known.failure() == Failure.LIMITED) {
        retryAfter(context, 1);
      }
      error(context, known.failure().code(), known.getMessage());
    } else {
      LOG.error("unforeseen path={}", context.request().path(), cause);
      error(context, Failure.BUG.code(), Failure.BUG.sentence());
    }
  }

  static void error(RoutingContext context, int code, String message) {
    if (code == Failure.UNAUTHENTICATED.code()) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    JsonObject error = new JsonObject().put("code", code).put("message", message);
    send(context, code, new JsonObject().put("error", error));
  }

  private static void send(RoutingContext context, int code, JsonObject body) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(code)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.encode());
  }
}
