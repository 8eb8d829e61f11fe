package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;

/**
 * Where an agent gets what it talks with: a way in its own era, behind which every call is
 * permitted and counted.
 */
public interface Doors {

  /**
   * To be called on the loop on which the way shall live. Fails at once, with a {@link
   * dev.omnibus.bus.BusException} or {@link dev.omnibus.mcp.McpException}, when the server cannot
   * be talked with now.
   */
  Future<Way> open(Guest guest);

  /** The session of this agent is over for good, on all nodes. */
  void ended(Guest guest);
}
