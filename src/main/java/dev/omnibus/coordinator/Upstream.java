package dev.omnibus.coordinator;

import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.coordinator.ways.Terminal;
import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.Printed;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server that this node speaks for: keeps a session open, opens a lost one again with back-off,
 * and sends requests. It lives once, from {@link #start} to {@link #close}, on one context; who
 * owns what, it does not know.
 */
final class Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  private final ServerSpec spec;
  private final Opener opener;
  private final Signals signals;
  private final Printed printed;
  private final LastWords lastWords;
  private final Retries retries;
  private final Chronicle chronicle;
  private final Waiters waiters;
  private final Requests requests = new Requests(this);
  private final Current current;
  private Future<Line> opening;
  private McpException trouble;
  private Promise<Void> unwanted = Promise.promise(); // one an attempt: it keeps who hears it
  private boolean started;
  private boolean closed;
  private boolean forgotten;

  Upstream(Vertx vertx, ServerSpec spec, Opener opener, CoordinatorConfig config, Signals signals) {
    this.spec = spec;
    this.opener = opener;
    this.signals = signals;
    this.current = new Current(vertx, spec, signals);
    this.chronicle = new Chronicle(signals.log());
    this.waiters = new Waiters(vertx);
    this.lastWords = new LastWords(System::nanoTime, opener::mask);
    this.printed = lastWords.before(signals.log());
    this.retries = new Retries(vertx, config);
  }

  /** Where the ways of agents to its sessions end; before the start. */
  void serve(Terminal ways) {
    current.serve(ways);
  }

  /** Opens the first session. */
  void start() {
    if (!closed) {
      started = true;
      signals.starting();
      chronicle.starting(spec);
      open();
    }
  }

  /** Says again where it stands, to a health room that was told of a new epoch. */
  void sayAgain() {
    if (current.isOpen()) {
      signals.linked(current.link());
    } else if (opening != null) {
      signals.starting();
    } else if (trouble != null) {
      signals.failed(trouble);
    }
  }

  /** Ends the session, and with it the process; completes when both are gone. */
  Future<Void> close() {
    closed = true;
    unwanted.tryComplete();
    current.forgetLists();
    retries.cancel();
    waiters.failed(McpException.of(Kind.CLOSED, "it is not running"));
    if (opening != null) {
      return opening.transform(opened -> end(opened.result()));
    }
    return end(current.ended());
  }

  private static Future<Void> end(Line line) {
    return line == null ? Future.succeededFuture() : line.close();
  }

  private Future<Line> open() {
    retries.cancel();
    Promise<Line> result = Promise.promise();
    opening = result.future();
    unwanted = Promise.promise();
    opener
        .open(spec, printed, unwanted.future())
        .onComplete(
            opened -> {
              opening = null;
              settle(opened.result(), opened.cause());
              result.handle(opened);
            });
    return result.future();
  }

  private void settle(Line young, Throwable cause) {
    if (closed) {
      return; // close() waits for this attempt and ends what came of it
    }
    if (young == null) {
      trouble = lastWords.explain((McpException) cause);
      signals.failed(trouble);
      waiters.failed(trouble);
      chronicle.failed(trouble.getMessage(), retryLater());
    } else {
      linked(young);
    }
  }

  private void linked(Line young) {
    McpSession session = young.session();
    current.opened(young);
    LOG.info("server={} linked protocol={}", spec.name(), session.protocolVersion());
    retries.linked();
    trouble = null;
    chronicle.linked(session, young.pid());
    signals.linked(current.link());
    current.admit();
    waiters.linked(session);
    current.read();
    young.closed().onSuccess(reason -> gone(young, reason));
  }

  private void gone(Line old, CloseReason reason) {
    if (closed || !current.is(old)) {
      return;
    }
    retries.ended();
    over(lastWords.explain(reason.toException()));
  }

  /**
   * A session that the server forgot is replaced at once and nobody needs to hear of it, unless the
   * one before was forgotten too without a single answer: then the server has no memory.
   */
  private void over(McpException why) {
    forget();
    trouble = why;
    if (why.kind() == Kind.SESSION_EXPIRED && !forgotten) {
      forgotten = true;
      open();
      return;
    }
    LOG.info("server={} lost reason={}", spec.name(), opener.mask(why.getMessage()));
    signals.lost(why.getMessage());
    chronicle.lost(why.getMessage(), retryLater());
  }

  /** The server answered in the present session. */
  void answered() {
    forgotten = false;
  }

  /** What is left of the old line goes on its own; nothing waits for it. */
  private void forget() {
    Line old = current.lost();
    old.close().onFailure(cause -> LOG.debug("server={} close: {}", spec.name(), cause.toString()));
  }

  private long retryLater() {
    return retries.later(this::retry);
  }

  private void retry() {
    if (!closed && !current.isOpen() && opening == null) {
      if (spec.hasProcess()) {
        signals.starting();
      }
      open();
    }
  }

  /** It does what it may not: it ends, and is tried again when nothing of it is left. */
  void exceeded(String why) {
    if (closed || !current.isOpen()) {
      return;
    }
    Line old = current.lost();
    retries.ended();
    trouble = McpException.of(Kind.CLOSED, why);
    LOG.warn("server={} ended reason={}", spec.name(), why);
    signals.lost(why);
    old.close().onComplete(gone -> retryIfWanted());
  }

  private void retryIfWanted() {
    if (!closed && !current.isOpen() && opening == null) {
      retryLater();
    }
  }

  /** Of the process of the open session, if this node started it. */
  OptionalLong pid() {
    return current.pid();
  }

  ServerSpec spec() {
    return spec;
  }

  /** The open session, or null. */
  McpSession session() {
    return current.session();
  }

  /** What the open session, or the last one, offers. */
  Inventory inventory() {
    return current.inventory();
  }

  /** Whether a session is being opened at this moment. */
  boolean opening() {
    return opening != null;
  }

  /** Why there is no session, null as long as none was lost or refused. */
  McpException trouble() {
    return trouble;
  }

  /**
   * The open session, the one that is being opened, or a new try; fails with an {@link
   * McpException}.
   */
  Future<McpSession> reach(Duration timeout) {
    if (!started || closed) {
      return Future.failedFuture(McpException.of(Kind.CLOSED, "it is not running"));
    }
    if (current.isOpen()) {
      return Future.succeededFuture(current.session());
    }
    Future<Line> coming = opening == null ? open() : opening;
    return coming
        .map(Line::session)
        .timeout(timeout.toMillis() + 1, TimeUnit.MILLISECONDS)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof McpException
                        ? cause
                        : McpException.of(Kind.TIMEOUT, "no answer to the handshake yet")));
  }

  /**
   * The open session, or what comes of the next try to open one, at whatever pace that comes; fails
   * with an {@link McpException}.
   */
  Future<McpSession> next(Duration patience) {
    if (current.isOpen() || closed) {
      return reach(patience);
    }
    if (started && opening == null && !spec.hasProcess()) {
      open();
    }
    return waiters.add(
        patience,
        () ->
            trouble == null
                ? McpException.of(Kind.UNREACHABLE, "it is not connected yet")
                : trouble);
  }

  /** Sends one request; fails with an {@link McpException}, or LIMITED. */
  Future<JsonObject> request(String method, JsonObject params, Duration timeout) {
    return requests.send(method, params, timeout);
  }

  /** Whether the server forgot the session and another is there, or on its way. */
  boolean expired(Throwable cause, McpSession asked) {
    if (closed || ((McpException) cause).kind() != Kind.SESSION_EXPIRED) {
      return false;
    }
    if (current.session() == asked) {
      over((McpException) cause);
    }
    return current.isOpen() || opening != null;
  }
}
