package dev.omnibus.coordinator;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RequestOptions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Requests to one server, so many at a time; sent again in another session if one was forgotten.
 */
final class Requests {

  /** More than this at once and the server is not keeping up. */
  private static final int MOST = 256;

  private final Upstream upstream;
  private int underWay;

  Requests(Upstream upstream) {
    this.upstream = upstream;
  }

  /** Fails with an {@link McpException}, or LIMITED. */
  Future<JsonObject> send(String method, JsonObject params, Duration timeout) {
    if (underWay >= MOST) {
      return Future.failedFuture(
          Failure.LIMITED.because(name() + " has " + MOST + " requests under way"));
    }
    long end = System.nanoTime() + timeout.toNanos();
    underWay++;
    return attempt(method, params, end).onComplete(ignored -> underWay--);
  }

  private Future<JsonObject> attempt(String method, JsonObject params, long end) {
    McpSession asked = upstream.session();
    if (asked == null) {
      return Future.failedFuture(McpException.of(Kind.UNREACHABLE, name() + " is not connected"));
    }
    Supplier<RequestOptions> options = () -> RequestOptions.within(Deadline.left(end));
    return asked
        .request(method, params, options.get())
        .onSuccess(ignored -> upstream.answered())
        .recover(
            cause ->
                upstream.expired(cause, asked)
                    ? upstream
                        .reach(Deadline.left(end))
                        .compose(fresh -> fresh.request(method, params, options.get()))
                    : Future.failedFuture(cause));
  }

  private String name() {
    return upstream.spec().name();
  }
}
