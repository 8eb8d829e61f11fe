package dev.omnibus.gateway.relay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The sessions that are being made anew on this node: each once, whichever loop noticed. */
final class Renewals {

  private final Vertx vertx;
  private final Map<String, Future<Void>> running = new ConcurrentHashMap<>();

  Renewals(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes on the caller's context. */
  Future<Void> once(String uid, Supplier<Future<Void>> renewal) {
    Promise<Void> mine = Promise.promise();
    Future<Void> before = running.putIfAbsent(uid, mine.future());
    if (before != null) {
      return here(before);
    }
    return renewal
        .get()
        .onComplete(
            done -> {
              running.remove(uid);
              mine.handle(done);
            });
  }

  private Future<Void> here(Future<Void> elsewhere) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> local = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(now -> local.handle(done)));
    return local.future();
  }
}
