package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;

/**
 * Has a modern server tell which of its lists change, for as long as the session lives: one {@code
 * subscriptions/listen}, opened again when it ends (MCP 2026-07-28, subscriptions).
 */
final class Changes implements Calls.Waiting {

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final Calls calls;
  private final Dialect dialect;
  private final JsonObject wanted;
  private final Handler<Envelope> heard;
  private long pause = FIRST_PAUSE_MILLIS;

  /**
   * @param capabilities of the server
   */
  Changes(Calls calls, Dialect dialect, JsonObject capabilities, Handler<Envelope> heard) {
    this.calls = calls;
    this.dialect = dialect;
    this.heard = heard;
    this.wanted = new JsonObject();
    for (String what : new String[] {"tools", "prompts", "resources"}) {
      if (Boolean.TRUE.equals(JsonRpc.objectIn(capabilities, what).getValue("listChanged"))) {
        wanted.put(what + "ListChanged", true);
      }
    }
  }

  void listen() {
    if (wanted.isEmpty() || calls.link().closed().isComplete()) {
      return;
    }
    int id = calls.newId();
    JsonObject params = dialect.params(new JsonObject().put("notifications", wanted));
    Envelope message = JsonRpc.envelope(JsonRpc.request(id, "subscriptions/listen", params));
    calls.send(id, message, dialect.headers(message), this);
  }

  @Override
  public void message(Envelope message) {
    pause = FIRST_PAUSE_MILLIS;
    heard.handle(message);
  }

  /** An error is a no that lasts; a result is a goodbye. */
  @Override
  public void reply(Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT) {
      later();
    }
  }

  @Override
  public void lost(McpException why, boolean sent) {
    if (why.rpcCode().isEmpty()) {
      later();
    }
  }

  private void later() {
    calls.vertx().setTimer(pause, id -> listen());
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }
}
