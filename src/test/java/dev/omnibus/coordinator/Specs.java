package dev.omnibus.coordinator;

import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Definitions and statuses for the tests of this room. */
public final class Specs {

  private Specs() {}

  public static ServerSpec http(String name, int port) {
    return ServerSpec.fromJson(
        name, new JsonObject().put("url", "http://127.0.0.1:" + port + "/mcp"));
  }

  public static Map<String, ServerSpec> fleet(ServerSpec... specs) {
    Map<String, ServerSpec> fleet = new TreeMap<>();
    for (ServerSpec spec : specs) {
      fleet.put(spec.name(), spec);
    }
    return fleet;
  }

  public static ServerStatus status(String server, Claim claim) {
    return new ServerStatus(
        server,
        ServerState.HEALTHY,
        null,
        Instant.EPOCH,
        claim,
        Link.unopened(TransportKind.HTTP),
        null,
        BreakerStatus.CLOSED,
        null);
  }
}
