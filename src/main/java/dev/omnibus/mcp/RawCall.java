package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;

/**
 * Hears what becomes of a request that was sent as bytes, in the words of who sent it: its own id
 * and progress token. Exactly one of {@link #response} and {@link #failed} is last.
 */
public interface RawCall {

  /** What the server says on account of the request. */
  void message(Envelope message);

  void response(Envelope reply);

  /**
   * @param sent whether the server may have read the request
   */
  void failed(McpException why, boolean sent);
}
