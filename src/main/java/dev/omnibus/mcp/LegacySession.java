package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;

/** A session that began with {@code initialize}. */
public final class LegacySession implements McpSession {
  static final LegacyDialect DIALECT = new LegacyDialect();

  private final Calls calls;
  private final JsonObject handshake;
  private final RawSession raw;
  private boolean pingWorks = true;

  LegacySession(Calls calls, JsonObject handshake) {
    this.calls = calls;
    this.handshake = handshake;
    this.raw = new RawSession(calls, DIALECT);
    calls.onServerRequest(this::asked);
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public TransportKind transport() {
    return calls.link().kind();
  }

  @Override
  public String protocolVersion() {
    return handshake.getString("protocolVersion");
  }

  @Override
  public JsonObject serverInfo() {
    return JsonRpc.objectIn(handshake, "serverInfo");
  }

  @Override
  public OptionalLong pid() {
    return calls.link().pid();
  }

  @Override
  public Future<JsonObject> request(String method, JsonObject params, RequestOptions options) {
    return calls.onContext(() -> calls.request(DIALECT, method, params, options));
  }

  @Override
  public Future<Envelope> ask(String method, JsonObject params, Duration timeout) {
    return calls.onContext(() -> new RawAnswer(calls).ask(DIALECT, method, params, timeout));
  }

  @Override
  public void watch() {
    calls.context().runOnContext(v -> calls.link().listen());
  }

  @Override
  public Future<Void> notify(String method, JsonObject params) {
    return calls.onContext(() -> calls.notify(DIALECT, method, params));
  }

  @Override
  public Future<ProbeAnswer> probe(Duration timeout) {
    return calls.onContext(() -> ask(pingWorks ? "ping" : "tools/list", timeout));
  }

  @Override
  public McpSession onNotification(Handler<JsonObject> handler) {
    raw.alsoTell(handler);
    return this;
  }

  @Override
  public JsonObject described() {
    return handshake;
  }

  @Override
  public RawSession raw() {
    return raw;
  }

  @Override
  public Future<CloseReason> closed() {
    return calls.onContext(() -> calls.link().closed());
  }

  @Override
  public Future<Void> close() {
    return calls.close();
  }

  private Future<ProbeAnswer> ask(String method, Duration timeout) {
    return Probes.ask(calls, DIALECT, method, timeout).onSuccess(this::remember);
  }

  /** A server without ping is alive, but the next probe should ask something it knows. */
  private void remember(ProbeAnswer answer) {
    if (answer.sent().equals("ping")
        && answer.received().startsWith("error " + JsonRpc.METHOD_NOT_FOUND)) {
      pingWorks = false;
    }
  }

  /** Ping is answered here; everything else is for agents, if there are any. */
  private void asked(Envelope request) {
    if (request.method().equals("ping")) {
      calls.answer(JsonRpc.resultOf(request.id(), "{}"));
    } else {
      raw.asked(request);
    }
  }
}
