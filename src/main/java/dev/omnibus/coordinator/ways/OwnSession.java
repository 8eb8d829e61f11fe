package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Channel;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One agent's session at one server. A lost one is opened again when the agent wants something. */
final class OwnSession {

  private final Vertx vertx;
  private final Function<JsonObject, Future<McpSession>> opener;
  private final JsonObject init;
  private final Duration idle;
  private final Runnable expired;
  private final Terminal terminal;
  private Future<McpSession> opening;
  private McpSession session;
  private long timer = -1;
  private int joining;
  private boolean closed;

  /**
   * @param expired nobody came back in time
   */
  OwnSession(
      Vertx vertx,
      String server,
      JsonObject init,
      Function<JsonObject, Future<McpSession>> opener,
      UnaryOperator<String> mask,
      Traces traces,
      Duration idle,
      Runnable expired) {
    this.vertx = vertx;
    this.init = init;
    this.opener = opener;
    this.idle = idle;
    this.expired = expired;
    this.terminal = new Terminal(server, true, this::reach, mask, traces);
  }

  Future<JsonObject> join(Channel channel, JsonObject agent, Duration patience) {
    vertx.cancelTimer(timer);
    joining++;
    return terminal
        .join("own", channel, agent, patience)
        .onComplete(
            done -> {
              joining--;
              channel.closed().onComplete(over -> vertx.runOnContext(v -> rest()));
              rest();
            });
  }

  /** Whether no way leads here. */
  boolean isIdle() {
    return joining == 0 && terminal.size() == 0;
  }

  /** Completes when session and process are gone. */
  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    terminal.close();
    if (opening != null) {
      return opening.transform(made -> made.succeeded() ? made.result().close() : none());
    }
    return session == null ? none() : session.close();
  }

  private static Future<Void> none() {
    return Future.succeededFuture();
  }

  private void rest() {
    vertx.cancelTimer(timer);
    if (!closed && isIdle()) {
      timer = vertx.setTimer(Math.max(1, idle.toMillis()), id -> expired.run());
    }
  }

  private Future<McpSession> reach(Duration patience) {
    if (closed) {
      return Future.failedFuture(McpException.of(Kind.CLOSED, "the session has ended"));
    }
    if (session != null) {
      return Future.succeededFuture(session);
    }
    if (opening == null) {
      opening = opener.apply(init);
      opening.onComplete(made -> opened(made.result()));
    }
    return opening
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            why ->
                Future.failedFuture(
                    why instanceof McpException
                        ? why
                        : McpException.of(Kind.TIMEOUT, "no answer to the handshake yet")));
  }

  private void opened(McpSession young) {
    opening = null;
    if (young == null || closed) {
      return; // close() ends what came of it
    }
    session = young;
    terminal.linked(young);
    young
        .closed()
        .onComplete(
            over -> {
              session = null;
              terminal.lost();
            });
  }
}
