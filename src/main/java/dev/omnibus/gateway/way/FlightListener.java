package dev.omnibus.gateway.way;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;

/**
 * Hears what becomes of a request. Exactly one of {@link #response} and {@link #failed} is last.
 */
public interface FlightListener {

  /** A notification, or a request of the server, on account of this request. */
  void message(Envelope message);

  /** The result or the error that the server answered with. */
  void response(Envelope reply);

  /**
   * @param why a {@link dev.omnibus.bus.BusException} or {@link dev.omnibus.mcp.McpException}
   * @param sent whether the server may have read the request
   */
  void failed(Throwable why, boolean sent);

  /** It goes by this trace, whatever becomes of it; told once for each time that it is sent. */
  default void begins(CallTrace trace) {}

  /** Whether whoever asked will want to see what it went through. */
  default boolean wantsTrace() {
    return false;
  }

  /** Where the times of the call are noted on whose account it is. */
  default CallTrace trace() {
    return CallTrace.NONE;
  }
}
