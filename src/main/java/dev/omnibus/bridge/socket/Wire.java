package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.Future;

/** The way out to one client, whatever its framing. Used on the socket's loop only. */
public interface Wire {

  /** Completes when the packet left for the client. */
  Future<Void> write(Packet packet);

  /** Asks for a sign of life; false when this wire can't. */
  boolean ping();

  void close(int code, String reason);
}
