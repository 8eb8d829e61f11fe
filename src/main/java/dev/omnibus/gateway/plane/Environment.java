package dev.omnibus.gateway.plane;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.balance.RetryBudget;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.session.Sessions;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all agents on this node share.
 *
 * @param node this one's id
 * @param kept bytes that are kept for agents that come back
 * @param streams how many have begun
 */
record Environment(
    Vertx vertx,
    String node,
    GatewayConfig config,
    Sessions sessions,
    Doors doors,
    Repeats repeats,
    Bulkheads bulkheads,
    LastKnown lastKnown,
    Elsewhere elsewhere,
    AtomicLong kept,
    AtomicLong streams) {

  /** What may be said again to a server, or to all of them. */
  RetryBudget retries(Guest guest) {
    return bulkheads.of(guest.name()).retries();
  }

  /** The number of the next stream. */
  long nextStream() {
    return streams.incrementAndGet();
  }
}
