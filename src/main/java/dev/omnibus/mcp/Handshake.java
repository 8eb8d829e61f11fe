package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Finds out which era a server is of and opens a session in it. The modern question goes first; a
 * server that stays silent on it is asked the legacy one as well, and the first good answer wins.
 */
final class Handshake {
  private static final long PATIENCE_MILLIS = 10_000;

  private final Vertx vertx;
  private final Calls calls;
  private final ClientInfo client;
  private final JsonObject init;
  private final ModernDialect modern;
  private final Duration limit;
  private final Promise<McpSession> session = Promise.promise();
  private boolean asksLegacy;
  private boolean modernIsOut;
  private McpException legacyFailure;

  /**
   * @param init params of {@code initialize}; null for ours
   */
  Handshake(Vertx vertx, Calls calls, ClientInfo client, JsonObject init, Duration limit) {
    this.init = init;
    this.vertx = vertx;
    this.calls = calls;
    this.client = client;
    this.modern = new ModernDialect(client);
    this.limit = limit;
  }

  /** For a server of unknown era. */
  Future<McpSession> detect() {
    long patience = Math.max(1, Math.min(limit.toMillis() / 3, PATIENCE_MILLIS));
    long timer = vertx.setTimer(patience, id -> askLegacy());
    calls
        .request(modern, "server/discover", null, RequestOptions.within(limit))
        .onSuccess(this::discovered)
        .onFailure(this::notDiscovered);
    return session.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** For a server that cannot be modern. */
  Future<McpSession> legacy() {
    modernIsOut = true;
    askLegacy();
    return session.future();
  }

  private void discovered(JsonObject result) {
    follow(EraVerdict.ofResult(result), result, null);
  }

  private void notDiscovered(Throwable failure) {
    McpException mcp = asMcp(failure);
    follow(EraVerdict.ofFailure(mcp, calls.link().kind()), new JsonObject(), mcp);
  }

  private void follow(EraVerdict verdict, JsonObject result, McpException failure) {
    switch (verdict) {
      case MODERN -> session.tryComplete(new ModernSession(calls, modern, result));
      case LEGACY -> {
        modernIsOut = true;
        if (legacyFailure != null) {
          session.tryFail(legacyFailure);
        }
        askLegacy();
      }
      case INCOMPATIBLE -> session.tryFail(incompatible("it speaks only other revisions"));
      case HOPELESS -> session.tryFail(failure);
    }
  }

  private void askLegacy() {
    if (asksLegacy || session.future().isComplete()) {
      return;
    }
    asksLegacy = true;
    calls
        .request(LegacySession.DIALECT, "initialize", params(), RequestOptions.within(limit))
        .compose(this::initialized)
        .onSuccess(session::tryComplete)
        .onFailure(this::notInitialized);
  }

  private JsonObject params() {
    return init != null
        ? init
        : new JsonObject()
            .put("protocolVersion", Revisions.NEWEST_LEGACY)
            .put("capabilities", new JsonObject())
            .put("clientInfo", client.toJson());
  }

  private Future<McpSession> initialized(JsonObject result) {
    if (session.future().isComplete()) {
      return Future.failedFuture(McpException.of(Kind.CLOSED, "given up"));
    }
    String version = String.valueOf(result.getValue("protocolVersion"));
    if (!Revisions.LEGACY.contains(version)) {
      return Future.failedFuture(incompatible("it speaks " + version));
    }
    calls.link().protocolVersion(version);
    LegacySession opened = new LegacySession(calls, result);
    return calls.notify(LegacySession.DIALECT, "notifications/initialized", null).map(opened);
  }

  private void notInitialized(Throwable failure) {
    legacyFailure = asMcp(failure);
    if (legacyFailure.rpcCode().orElse(0) == JsonRpc.UNSUPPORTED_VERSION) {
      legacyFailure = incompatible(legacyFailure.safeMessage());
    }
    if (modernIsOut) {
      session.tryFail(legacyFailure);
    }
  }

  private static McpException incompatible(String why) {
    return McpException.of(Kind.INCOMPATIBLE, "no protocol revision in common: " + why);
  }

  private static McpException asMcp(Throwable failure) {
    return failure instanceof McpException mcp
        ? mcp
        : McpException.of(Kind.CLOSED, String.valueOf(failure.getMessage()));
  }
}
