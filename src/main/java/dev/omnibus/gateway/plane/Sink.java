package dev.omnibus.gateway.plane;

import io.vertx.core.buffer.Buffer;

/** Where the events of a stream go to. */
interface Sink {

  /**
   * @param data a JSON-RPC message; empty for an event that only says its id
   */
  void event(EventId id, Buffer data);

  /** There is no more to come. */
  void end();

  /** Whether what was given is not taken yet, so that more had better wait. */
  boolean isFull();
}
