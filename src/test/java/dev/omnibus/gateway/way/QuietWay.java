package dev.omnibus.gateway.way;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** A way whose server says nothing by itself, in its first life until somebody closes it. */
public abstract class QuietWay implements Way {

  private final Promise<Void> closed = Promise.promise();

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public JsonObject described() {
    return new JsonObject();
  }

  @Override
  public long generation() {
    return 1;
  }

  @Override
  public Future<Void> post(Envelope message) {
    return Future.succeededFuture();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    // it says nothing
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    // it is not renewed
  }

  @Override
  public Future<Void> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    closed.tryComplete();
    return closed.future();
  }
}
