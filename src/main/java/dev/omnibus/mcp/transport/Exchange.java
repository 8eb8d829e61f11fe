package dev.omnibus.mcp.transport;

import io.vertx.core.Future;

/**
 * One message on its way.
 *
 * @param done fails when the message, or the reply it must get, is lost
 * @param cancel gives up on it: HTTP closes its connection, stdio does nothing
 */
public record Exchange(Future<Void> done, Runnable cancel) {

  static Exchange of(Future<Void> done) {
    return new Exchange(done, () -> {});
  }
}
