package dev.omnibus.rest;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.config.NodeConfig;
import dev.omnibus.contract.Admission;
import dev.omnibus.contract.Contract;
import dev.omnibus.trail.AuditTrail;
import java.time.Clock;
import java.util.function.Predicate;

/** The room put together, once a node. */
public final class Rest {

  private Rest() {}

  /**
   * @param mayAsk takes one of the requests that a caller may make now, whichever door it comes by
   */
  public static RestRoutes open(
      NodeConfig config,
      Bus bus,
      Access access,
      AuditTrail audit,
      Predicate<Caller> mayAsk,
      Clock clock) {
    RestTrail trail = new RestTrail(audit, access.events(), clock);
    Conversation conversation =
        new Conversation(
            bus,
            new Admission(access.policy(), Contract.ours()),
            trail,
            new Pending(config.rest().maxPending()),
            config.rest().requestTimeout(),
            config.bridge().sealed() == BridgeConfig.Sealed.REQUIRED);
    return new RestRoutes(access, mayAsk, config.rest().maxBodyBytes(), conversation, trail);
  }
}
