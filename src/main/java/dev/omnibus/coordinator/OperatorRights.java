package dev.omnibus.coordinator;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.coordinator.life.Lifecycle;
import dev.omnibus.coordinator.life.Withheld;
import io.vertx.core.json.JsonObject;

/** What the policy says of whoever gives orders; the cluster itself may everything. */
record OperatorRights(Policy policy, Withheld withheld) implements Lifecycle.Rights {

  @Override
  public boolean may(JsonObject caller, String address, String server) {
    return caller == null
        || policy.mayRequest(
            Caller.fromJson(caller), address, new JsonObject().put("server", server));
  }

  @Override
  public boolean mayCall(JsonObject caller, String server, String tool) {
    return caller == null || policy.mayCall(Caller.fromJson(caller), server, tool);
  }

  @Override
  public boolean isWithheld(String server, String tool) {
    return withheld.is(server, tool, (String) null);
  }
}
