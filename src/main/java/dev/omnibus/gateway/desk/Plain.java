package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;

/** Somebody who wants the result and nothing else. */
final class Plain implements Errand.Sender {

  private final Promise<JsonObject> result = Promise.promise();

  private String trace;

  @Override
  public void begins(String known) {
    trace = known;
  }

  /** The trace that it goes by; null when it went nowhere. */
  String trace() {
    return trace;
  }

  /** Fails with a {@link dev.omnibus.bus.BusException}. */
  Future<JsonObject> result() {
    return result.future();
  }

  /** There is no more time for it. */
  void late() {
    result.tryFail(Failure.TIMEOUT.because(null));
  }

  @Override
  public void replied(Envelope reply) {
    if (reply.type() == Envelope.Type.ERROR) {
      result.tryFail(Verdict.of(reply).failure());
      return;
    }
    Future.succeededFuture(reply.raw("result")).map(Results::fitting).onComplete(result);
  }

  @Override
  public void failed(Mishap mishap) {
    result.tryFail(Verdict.of(mishap).failure());
  }
}
