package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Those who wait for a session that does not exist yet, each with a patience of its own. */
final class Waiters {

  private final Vertx vertx;
  private final List<Promise<McpSession>> waiting = new ArrayList<>();

  Waiters(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Completes with the next session, or fails with what came instead.
   *
   * @param late why there is none when patience ends
   */
  Future<McpSession> add(Duration patience, Supplier<McpException> late) {
    Promise<McpSession> coming = Promise.promise();
    waiting.add(coming);
    long limit = vertx.setTimer(Math.max(1, patience.toMillis()), id -> coming.tryFail(late.get()));
    return coming
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(limit);
              waiting.remove(coming);
            });
  }

  void linked(McpSession young) {
    List.copyOf(waiting).forEach(coming -> coming.tryComplete(young));
  }

  void failed(McpException why) {
    List.copyOf(waiting).forEach(coming -> coming.tryFail(why));
  }
}
