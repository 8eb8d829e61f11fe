package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RequestOptions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session at the server that there is at this moment, if there is one. */
final class Present {

  private static final Logger LOG = LoggerFactory.getLogger(Present.class);
  private static final Duration REPLAY = Duration.ofSeconds(10);
  private static final int INTERNAL_ERROR = -32603;

  private final String server;
  private final Function<Duration, Future<McpSession>> reach;
  private McpSession session;
  private long generation;

  /**
   * @param reach the session, when there is one in that time
   */
  Present(String server, Function<Duration, Future<McpSession>> reach) {
    this.server = server;
    this.reach = reach;
  }

  /** There is one, the first or another. */
  void linked(McpSession young) {
    session = young;
    generation = Math.max(generation + 1, System.currentTimeMillis() / 1_000);
  }

  void lost() {
    session = null;
  }

  /** Grows with every session; 0 before there was one. */
  long generation() {
    return generation;
  }

  /** Completes with the session as soon as there is one, within that time. */
  Future<McpSession> within(Duration patience) {
    return session != null
        ? Future.succeededFuture(session)
        : reach
            .apply(patience)
            .compose(
                found ->
                    session == null
                        ? Future.failedFuture(Failure.UNAVAILABLE.because(null))
                        : Future.succeededFuture(session));
  }

  /** {@code {"era":"legacy","transport":"stdio","generation":1,"described":{...}}}. */
  JsonObject description() {
    return new JsonObject()
        .put("era", session.era().word())
        .put("transport", session.transport().word())
        .put("generation", generation)
        .put("described", session.described());
  }

  /** From now on somebody wants to hear what the server says by itself. */
  void listen() {
    if (session != null) {
      session.raw().listen();
    }
  }

  /** A notification or a reply; lost when there is no session. */
  void post(Envelope message) {
    if (session != null) {
      session
          .raw()
          .post(message, Map.of())
          .onFailure(why -> LOG.debug("server={} message lost: {}", server, why.getMessage()));
    }
  }

  /** Nobody will answer this question of the server. */
  void refuse(String question, String why) {
    post(JsonRpc.errorOf(question, INTERNAL_ERROR, why));
  }

  /** A request of our own, with one parameter; {@code done} runs when the server agreed. */
  void tell(String method, String key, String value, Runnable done) {
    if (session != null) {
      session
          .request(method, new JsonObject().put(key, value), RequestOptions.within(REPLAY))
          .onSuccess(ok -> done.run())
          .onFailure(no -> LOG.debug("server={} {}: {}", server, method, no.getMessage()));
    }
  }
}
