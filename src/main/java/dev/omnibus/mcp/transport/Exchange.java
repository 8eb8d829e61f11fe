package dev.omnibus.mcp.transport;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * One message on its way.
 *
 * @param done fails when the message, or the reply it must get, is lost
 * @param cancel gives up on it: HTTP closes its connection, stdio does nothing
 * @param hold true stops reading what comes back for it, false goes on; only HTTP can
 */
public record Exchange(Future<Void> done, Runnable cancel, Consumer<Boolean> hold) {

  static Exchange of(Future<Void> done) {
    return new Exchange(done, () -> {}, on -> {});
  }
}
