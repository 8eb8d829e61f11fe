package dev.omnibus.mcp;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How one request may go.
 *
 * @param timeout hard limit, from the moment it is handed over
 * @param progress hears the params of each progress notification, null when nobody wants them
 */
public record RequestOptions(Duration timeout, Handler<JsonObject> progress) {

  public RequestOptions {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a request needs a timeout");
    }
  }

  public static RequestOptions within(Duration timeout) {
    return new RequestOptions(timeout, null);
  }
}
