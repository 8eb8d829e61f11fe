package dev.omnibus.mcp;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How one connect may go.
 *
 * @param deadline for all of it: start, era detection, handshake
 * @param printed hears what a process prints beside the protocol; null for nobody
 * @param init params of {@code initialize} to a legacy server; null for those of who only looks
 * @param cancelled when it is complete nobody wants the session any more; null for never
 */
public record ConnectOptions(
    Duration deadline, Printed printed, JsonObject init, Future<?> cancelled) {

  public ConnectOptions {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a connect needs a deadline");
    }
    printed = printed == null ? line -> {} : printed;
  }

  public ConnectOptions(Duration deadline, Printed printed, JsonObject init) {
    this(deadline, printed, init, null);
  }

  public static ConnectOptions within(Duration deadline) {
    return new ConnectOptions(deadline, null, null);
  }
}
