package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.ServerMessages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Reads what comes in, in order: small messages at once, a large one and what is behind it on a
 * worker, so that sixteen megabytes of JSON stop nobody else's event loop.
 */
final class Inbox {
  private static final int AT_ONCE_BYTES = 256 * 1024;

  private final Context context;
  private int waiting;

  Inbox(Context context) {
    this.context = context;
  }

  /** The handler gets an empty list for what is not JSON-RPC. */
  void take(Buffer bytes, Handler<List<Envelope>> then) {
    if (waiting == 0 && bytes.length() <= AT_ONCE_BYTES) {
      then.handle(ServerMessages.in(bytes));
      return;
    }
    waiting++;
    Future<List<Envelope>> parsed =
        context.executeBlocking(() -> ServerMessages.in(bytes), true).otherwise(List.of());
    parsed.onSuccess(
        messages -> {
          waiting--;
          then.handle(messages);
        });
  }

  /** Runs when everything before it has been handed over. */
  void afterAll(Runnable work) {
    if (waiting == 0) {
      work.run();
    } else {
      take(Buffer.buffer(), nothing -> work.run());
    }
  }
}
