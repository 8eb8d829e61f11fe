package dev.omnibus.mcp;

import io.vertx.core.Handler;
import java.time.Duration;

/**
 * How one connect may go.
 *
 * @param deadline for all of it: start, era detection, handshake
 * @param stderr hears each line a process writes to stderr, and our notes on its stdout
 */
public record ConnectOptions(Duration deadline, Handler<String> stderr) {

  public ConnectOptions {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a connect needs a deadline");
    }
    stderr = stderr == null ? line -> {} : stderr;
  }

  public static ConnectOptions within(Duration deadline) {
    return new ConnectOptions(deadline, null);
  }
}
