package dev.omnibus.gateway.way;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;

/** A way that does something with each request and leaves all else to the way behind it. */
public interface ForwardingWay extends Way {

  /** The way behind it. */
  Way inner();

  @Override
  default Era era() {
    return inner().era();
  }

  @Override
  default JsonObject described() {
    return inner().described();
  }

  @Override
  default String replica() {
    return inner().replica();
  }

  @Override
  default long generation() {
    return inner().generation();
  }

  @Override
  default Future<Void> post(Envelope message) {
    return inner().post(message);
  }

  @Override
  default void onMessage(Handler<Envelope> handler) {
    inner().onMessage(handler);
  }

  @Override
  default void onRenewed(Handler<Long> handler) {
    inner().onRenewed(handler);
  }

  @Override
  default Future<Void> closed() {
    return inner().closed();
  }

  @Override
  default Future<Void> close() {
    return inner().close();
  }
}
