package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A request of our own whose answer is wanted in the very words of the server. */
final class RawAnswer implements Calls.Waiting {

  private final Calls calls;
  private final Promise<Envelope> result = Promise.promise();
  private long timer = -1;

  RawAnswer(Calls calls) {
    this.calls = calls;
  }

  /** Fails with an {@link McpException}, also when the server answers with an error. */
  Future<Envelope> ask(Dialect dialect, String method, JsonObject params, Duration timeout) {
    int id = calls.newId();
    JsonObject request = JsonRpc.request(id, method, dialect.params(params));
    Envelope message = JsonRpc.envelope(request);
    timer = calls.vertx().setTimer(Math.max(1, timeout.toMillis()), t -> late(id, dialect, method));
    calls.send(id, message, dialect.headers(message), this);
    return result.future();
  }

  private void late(int id, Dialect dialect, String method) {
    calls.cancel(id, dialect, "timeout");
    result.tryFail(McpException.of(Kind.TIMEOUT, "no answer to " + method + " in time"));
  }

  @Override
  public void message(Envelope message) {
    // only the answer counts
  }

  @Override
  public void reply(Envelope reply) {
    calls.vertx().cancelTimer(timer);
    if (reply.type() == Envelope.Type.RESULT) {
      result.tryComplete(reply);
    } else {
      result.tryFail(McpException.rpc(JsonRpc.objectIn(reply.toJson(), "error")));
    }
  }

  @Override
  public void lost(McpException why, boolean sent) {
    calls.vertx().cancelTimer(timer);
    result.tryFail(why);
  }
}
