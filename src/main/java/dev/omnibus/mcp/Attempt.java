package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.transport.HttpClients;
import dev.omnibus.mcp.transport.HttpLink;
import dev.omnibus.mcp.transport.Link;
import dev.omnibus.mcp.transport.SseLink;
import dev.omnibus.mcp.transport.StdioLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One connect, from nothing to a session, within its deadline; a failure leaves nothing behind. */
final class Attempt {
  /**
   * What a server that only knows HTTP+SSE says to a post (2025-03-26, backwards compatibility).
   */
  private static final Set<Integer> PERHAPS_SSE = Set.of(400, 404, 405);

  private static final Duration SSE_PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Context context;
  private final HttpClients clients;
  private final ClientInfo client;
  private final ConnectOptions options;
  private final Handler<Link> opened;
  private final long start = System.nanoTime();
  private final Promise<McpSession> session = Promise.promise();
  private Link link;
  private Future<Void> dropped = Future.succeededFuture();

  /** Why it is given up before its end; what comes of it then is dropped. */
  private McpException given;

  Attempt(
      Vertx vertx,
      Context context,
      HttpClients clients,
      ClientInfo client,
      ConnectOptions options,
      Handler<Link> opened) {
    this.vertx = vertx;
    this.context = context;
    this.clients = clients;
    this.client = client;
    this.options = options;
    this.opened = opened;
  }

  /** On the context. */
  Future<McpSession> start(Endpoint endpoint) {
    long timer = vertx.setTimer(Math.max(1, options.deadline().toMillis()), id -> late());
    if (options.cancelled() != null) {
      options.cancelled().onComplete(none -> context.runOnContext(now -> giveUp(unwanted())));
    }
    open(endpoint).onSuccess(this::succeed).onFailure(this::fail);
    return session.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void succeed(McpSession opened) {
    if (given != null) {
      fail(given);
    } else {
      session.tryComplete(opened);
    }
  }

  /** Who hears of it may try again, and must not meet what is left of this one. */
  private void fail(Throwable why) {
    dropLink();
    dropped.onComplete(gone -> session.tryFail(given == null ? why : given));
  }

  private static McpException unwanted() {
    return McpException.of(Kind.CLOSED, "nobody wants it any more");
  }

  private Future<McpSession> open(Endpoint endpoint) {
    if (endpoint instanceof StdioEndpoint stdio) {
      return spawn(stdio).compose(calls -> handshake(calls).detect()).recover(f -> again(stdio, f));
    }
    if (endpoint instanceof SseEndpoint sse) {
      return stream(new SseLink(clients, sse.at()));
    }
    HttpEndpoint http = (HttpEndpoint) endpoint;
    Calls calls = use(new HttpLink(clients, http));
    return handshake(calls).detect().recover(failure -> orSse(http, failure));
  }

  private Future<Calls> spawn(StdioEndpoint stdio) {
    return StdioLink.open(vertx, context, stdio, options.printed()).map(this::use);
  }

  /** Some old servers end when the first message is not {@code initialize}. */
  private Future<McpSession> again(StdioEndpoint stdio, Throwable failure) {
    boolean ended = failure instanceof McpException mcp && mcp.kind() == Kind.CLOSED;
    if (!ended || given != null || session.future().isComplete()) {
      return Future.failedFuture(failure);
    }
    dropLink();
    return spawn(stdio).compose(calls -> handshake(calls).legacy());
  }

  private Future<McpSession> orSse(HttpEndpoint http, Throwable failure) {
    boolean perhaps =
        failure instanceof McpException mcp
            && mcp.kind() != Kind.INCOMPATIBLE
            && PERHAPS_SSE.contains(mcp.httpStatus().orElse(0));
    if (!perhaps || given != null || session.future().isComplete()) {
      return Future.failedFuture(failure);
    }
    dropLink();
    Duration patience = remaining().compareTo(SSE_PATIENCE) < 0 ? remaining() : SSE_PATIENCE;
    SseLink sse = new SseLink(clients, http);
    Calls calls = use(sse);
    return sse.open()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(noStream -> Future.failedFuture(failure))
        .compose(v -> handshake(calls).legacy());
  }

  private Future<McpSession> stream(SseLink sse) {
    Calls calls = use(sse);
    return sse.open().compose(v -> handshake(calls).legacy());
  }

  private Handshake handshake(Calls calls) {
    return new Handshake(vertx, calls, client, options.init(), remaining());
  }

  /** A link that opens after the deadline is closed at once. */
  private Calls use(Link fresh) {
    link = fresh;
    opened.handle(fresh);
    if (given != null || session.future().isComplete()) {
      dropLink();
    }
    return new Calls(vertx, context, fresh);
  }

  private void late() {
    long ignored = link == null ? 0 : link.ignored();
    String said = ignored == 0 ? "" : ", but " + ignored + " lines that are not JSON-RPC";
    String text = "no session within " + options.deadline().toMillis() + " ms" + said;
    giveUp(McpException.of(Kind.TIMEOUT, text));
  }

  /**
   * It fails when nothing of it is left. A program that is just being started is dropped as soon as
   * it runs.
   */
  private void giveUp(McpException why) {
    if (given == null && !session.future().isComplete()) {
      given = why;
      if (link != null) {
        fail(why);
      }
    }
  }

  private void dropLink() {
    if (link != null) {
      dropped = Future.join(dropped, link.close()).mapEmpty();
      link = null;
    }
  }

  private Duration remaining() {
    Duration left = options.deadline().minusNanos(System.nanoTime() - start);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }
}
