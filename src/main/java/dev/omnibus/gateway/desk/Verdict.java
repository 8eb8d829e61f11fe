package dev.omnibus.gateway.desk;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;

/**
 * How a request ended that brought no result, in a JSON-RPC error's form: a server's own, or one of
 * ours, whose code is an HTTP status.
 *
 * @param ours whether the server did not say it
 */
record Verdict(JsonObject error, boolean ours) {

  private static final int GATEWAY_TIMEOUT = 504;

  static Verdict of(Mishap mishap) {
    return new Verdict(mishap.forAgent().error(), true);
  }

  /** A server's own error. */
  static Verdict of(Envelope reply) {
    Object error = Results.parsed(reply.raw("error"));
    return new Verdict(
        error instanceof JsonObject known ? known : new JsonObject().put("message", "an error"),
        false);
  }

  static Verdict ours(int code, String why) {
    return new Verdict(RpcException.own(code, why).error(), true);
  }

  String message() {
    return error.getValue("message") instanceof String text ? text : "the server gave no reason";
  }

  int code() {
    return error.getValue("code") instanceof Number code ? code.intValue() : 0;
  }

  /** The same in the words of the bus. */
  BusException failure() {
    if (!ours) {
      return Failure.UPSTREAM.because(message());
    }
    Failure failure =
        switch (code()) {
          case GATEWAY_TIMEOUT -> Failure.TIMEOUT;
          case 429 -> Failure.LIMITED;
          case 404 -> Failure.NOT_FOUND;
          case 500 -> Failure.BUG;
          case 503 -> Failure.UNAVAILABLE;
          default -> code() < 0 ? Failure.FORBIDDEN : Failure.UPSTREAM;
        };
    return failure.because(failure == Failure.FORBIDDEN ? null : message());
  }
}
