package dev.omnibus.contract;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * May this caller ask this, and is it well said? The one place where requests of sockets and over
 * HTTP are looked at before they go on the bus.
 */
public record Admission(Policy policy, Contract contract) {

  /**
   * Why not; nothing when it may go on. Who may ask such a thing and only forgot to say of what
   * hears that, and not that they may not.
   */
  public Optional<Objection> objection(Caller caller, String address, JsonObject body) {
    boolean may = policy.mayRequest(caller, address, body);
    if (!may && !policy.requests(caller).contains(address)) {
      return Optional.of(Objection.forbidden());
    }
    List<Mismatch> mismatches = contract.mismatches(address, body);
    boolean lacks = !mismatches.isEmpty() && mismatches.stream().allMatch(Mismatch::isMissing);
    if (!may && !lacks) {
      return Optional.of(Objection.forbidden());
    }
    return mismatches.isEmpty() ? Optional.empty() : Optional.of(Objection.of(mismatches));
  }
}
