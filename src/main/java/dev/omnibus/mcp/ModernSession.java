package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;

/** A server of 2026-07-28: there is no session on the wire, only what discovery told us. */
public final class ModernSession implements McpSession {
  private static final String DISCOVER = "server/discover";

  private final Calls calls;
  private final ModernDialect dialect;
  private final JsonObject discovered;
  private final RawSession raw;

  ModernSession(Calls calls, ModernDialect dialect, JsonObject discovered) {
    this.calls = calls;
    this.dialect = dialect;
    this.discovered = discovered;
    this.raw = new RawSession(calls, dialect);
    calls.onServerRequest(raw::asked);
  }

  @Override
  public Era era() {
    return Era.MODERN;
  }

  @Override
  public TransportKind transport() {
    return calls.link().kind();
  }

  @Override
  public String protocolVersion() {
    return Revisions.MODERN;
  }

  @Override
  public JsonObject serverInfo() {
    JsonObject meta = JsonRpc.objectIn(discovered, "_meta");
    JsonObject inMeta = JsonRpc.objectIn(meta, "io.modelcontextprotocol/serverInfo");
    return inMeta.isEmpty() ? JsonRpc.objectIn(discovered, "serverInfo") : inMeta;
  }

  @Override
  public OptionalLong pid() {
    return calls.link().pid();
  }

  /**
   * A result without {@code resultType} is complete; {@code input_required} and {@code task} are
   * results too and handed on as they are.
   */
  @Override
  public Future<JsonObject> request(String method, JsonObject params, RequestOptions options) {
    return calls.onContext(() -> calls.request(dialect, method, params, options));
  }

  @Override
  public Future<Envelope> ask(String method, JsonObject params, Duration timeout) {
    return calls.onContext(() -> new RawAnswer(calls).ask(dialect, method, params, timeout));
  }

  @Override
  public void watch() {
    calls
        .context()
        .runOnContext(v -> new Changes(calls, dialect, capabilities(), raw::tell).listen());
  }

  @Override
  public Future<Void> notify(String method, JsonObject params) {
    return calls.onContext(() -> calls.notify(dialect, method, params));
  }

  @Override
  public Future<ProbeAnswer> probe(Duration timeout) {
    return calls.onContext(() -> Probes.ask(calls, dialect, DISCOVER, timeout));
  }

  @Override
  public McpSession onNotification(Handler<JsonObject> handler) {
    raw.alsoTell(handler);
    return this;
  }

  @Override
  public JsonObject described() {
    return discovered;
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
}
