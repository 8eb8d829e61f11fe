package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One way to one server. It moves whole JSON-RPC messages and knows nothing of eras. All of it
 * happens on the context it was opened on.
 */
public interface Link {

  TransportKind kind();

  /**
   * Sends one message. Replies reach the handler, not the exchange.
   *
   * @param headers of this message, used by HTTP only
   */
  Exchange send(Envelope message, Map<String, String> headers);

  /** Hears every message of the server. */
  void onMessage(Handler<Envelope> handler);

  /** Hears the raw id of each request whose reply was too large to be taken. */
  default void onLostReply(Handler<String> handler) {}

  Future<CloseReason> closed();

  /** Completes when nothing of it is left; never fails. */
  Future<Void> close();

  default OptionalLong pid() {
    return OptionalLong.empty();
  }

  /** How much it heard that was no JSON-RPC and could be passed over. */
  default long ignored() {
    return 0;
  }

  /** From now on somebody wants to hear what the server says by itself. */
  default void listen() {}

  /** Goes into every later request of a legacy HTTP session. */
  default void protocolVersion(String version) {}
}
