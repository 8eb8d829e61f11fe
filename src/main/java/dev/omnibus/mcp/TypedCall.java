package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** A request of our own: its answer is wanted as JSON and within a time. */
final class TypedCall implements Calls.Waiting {

  /** A longer reply is decoded on a worker, so that it stops nobody else. */
  private static final int AT_ONCE_BYTES = 256 * 1024;

  private final Calls calls;
  private final int id;
  private final RequestOptions options;
  private final Promise<JsonObject> reply = Promise.promise();
  private long timer = -1;

  TypedCall(Calls calls, int id, RequestOptions options) {
    this.calls = calls;
    this.id = id;
    this.options = options;
  }

  Future<JsonObject> reply() {
    return reply.future();
  }

  /** Its number is its progress token as well. */
  JsonObject withToken(JsonObject params) {
    if (options.progress() == null) {
      return params;
    }
    JsonObject dressed = params == null ? new JsonObject() : params.copy();
    JsonObject meta = JsonRpc.objectIn(dressed, "_meta");
    return dressed.put("_meta", meta.put("progressToken", id));
  }

  /**
   * @param giveUp what to do when the time is over
   */
  void expire(Runnable giveUp, String method) {
    long millis = options.timeout().toMillis();
    timer =
        calls
            .vertx()
            .setTimer(
                Math.max(1, millis),
                t -> {
                  String text = "no answer to " + method + " within " + millis + " ms";
                  giveUp.run();
                  reply.tryFail(McpException.of(Kind.TIMEOUT, text));
                });
  }

  @Override
  public void message(Envelope message) {
    if (options.progress() != null) {
      options.progress().handle(JsonRpc.objectIn(message.toJson(), "params"));
    }
  }

  @Override
  public void reply(Envelope message) {
    calls.vertx().cancelTimer(timer);
    if (message.bytes().length() <= AT_ONCE_BYTES) {
      reply.tryComplete(message.toJson());
    } else {
      calls.context().executeBlocking(message::toJson).onComplete(reply);
    }
  }

  @Override
  public void lost(McpException why, boolean sent) {
    calls.vertx().cancelTimer(timer);
    reply.tryFail(why);
  }
}
