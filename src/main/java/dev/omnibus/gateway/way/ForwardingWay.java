package dev.omnibus.gateway.way;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;

/** A way that does something with each request and leaves all else to the way behind it. */
public abstract class ForwardingWay implements Way {

  private final Way inner;

  protected ForwardingWay(Way inner) {
    this.inner = inner;
  }

  protected final Way inner() {
    return inner;
  }

  @Override
  public Era era() {
    return inner.era();
  }

  @Override
  public JsonObject described() {
    return inner.described();
  }

  @Override
  public String replica() {
    return inner.replica();
  }

  @Override
  public long generation() {
    return inner.generation();
  }

  @Override
  public Future<Void> post(Envelope message) {
    return inner.post(message);
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    inner.onMessage(handler);
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    inner.onRenewed(handler);
  }

  @Override
  public Future<Void> closed() {
    return inner.closed();
  }

  @Override
  public Future<Void> close() {
    return inner.close();
  }
}
