package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionStage;

/**
 * Who hears an address. All calls come one after the other on the client's own thread, which must
 * not wait there for an answer of the same client.
 */
@FunctionalInterface
public interface Listener {

  /** Why a snapshot is due. */
  enum Why {
    /** Nothing was heard yet. */
    FIRST,
    /** What happened while the socket was away is known to no node any more. */
    AWAY,
    /** Events were lost on an open socket. */
    GAP
  }

  /** An event, in its envelope. Each comes once, and those of a node in their order. */
  void event(JsonObject envelope);

  /**
   * Events are missing: take the whole state. Those that happen meanwhile are told when the stage
   * is complete; one that fails is asked for again.
   *
   * @return null when there is no state to take
   */
  default CompletionStage<?> snapshot(Why why) {
    return null;
  }

  /** These are lost, and no node has them any more. */
  default void gap(Gap gap) {}

  /** This caller may not hear the address. */
  default void refused(BusException why) {}
}
