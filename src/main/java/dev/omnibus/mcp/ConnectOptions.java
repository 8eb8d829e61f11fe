package dev.omnibus.mcp;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * How one connect may go.
 *
 * @param deadline for all of it: start, era detection, handshake
 * @param stderr hears each line a process writes to stderr, and our notes on its stdout
 * @param init params of {@code initialize} to a legacy server; null for those of who only looks
 */
public record ConnectOptions(Duration deadline, Handler<String> stderr, JsonObject init) {

  public ConnectOptions {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a connect needs a deadline");
    }
    stderr = stderr == null ? line -> {} : stderr;
  }

  public static ConnectOptions within(Duration deadline) {
    return new ConnectOptions(deadline, null, null);
  }
}
