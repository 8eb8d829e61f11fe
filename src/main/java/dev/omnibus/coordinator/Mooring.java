package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * What runs of one owned server: at most one upstream at a time, and the next starts when the last
 * is gone. Whether there shall be one, it does not know.
 */
final class Mooring {

  private final Signals signals;
  private final BiFunction<ServerSpec, Signals, Upstream> maker;
  private final Entrance entrance;
  private Upstream upstream;
  private Future<Void> gone = Future.succeededFuture();

  Mooring(Signals signals, BiFunction<ServerSpec, Signals, Upstream> maker, Entrance entrance) {
    this.signals = signals;
    this.maker = maker;
    this.entrance = entrance;
  }

  /** One by this definition starts, in the place of the last one. */
  void open(ServerSpec spec) {
    Future<Void> free = close();
    Upstream young = maker.apply(spec, signals);
    young.serve(entrance.shared());
    upstream = young;
    free.onComplete(ignored -> young.start());
  }

  /** Completes when sessions and processes are gone; the next ones wait for that. */
  Future<Void> close() {
    if (upstream != null) {
      Upstream last = upstream;
      upstream = null;
      Future<Void> ways = entrance.lost();
      gone = Future.join(last.close(), ways).<Void>mapEmpty().otherwiseEmpty();
    }
    return gone;
  }

  boolean isEmpty() {
    return upstream == null;
  }

  Optional<Upstream> upstream() {
    return Optional.ofNullable(upstream);
  }

  OptionalLong pid() {
    return upstream == null ? OptionalLong.empty() : upstream.pid();
  }

  boolean hasSession() {
    return upstream != null && upstream.session() != null;
  }

  /** The open session, or the next in that time; fails with an {@link McpException}. */
  Future<McpSession> session(Duration limit) {
    return upstream == null ? notRunning() : upstream.next(limit);
  }

  static <T> Future<T> notRunning() {
    return Future.failedFuture(McpException.of(Kind.UNREACHABLE, "it is not running"));
  }

  /** Says how it is, if anything runs. */
  void sayAgain() {
    if (upstream != null) {
      upstream.sayAgain();
    }
  }
}
