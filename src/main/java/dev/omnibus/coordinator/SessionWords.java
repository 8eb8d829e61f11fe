package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What the owner of a server says of its open session. */
final class SessionWords {

  private final Bus bus;
  private final Fleet fleet;

  SessionWords(Bus bus, Fleet fleet) {
    this.bus = bus;
    this.fleet = fleet;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    return bus.answerNode(Addresses.MCP_SESSION, this::sessionHere).completion();
  }

  /**
   * {@code {"server":"files"}} → {@code {"era":"legacy","protocol":"2025-11-25","serverInfo":{...},
   * "capabilities":{...},"instructions":"..."}}.
   */
  private Future<JsonObject> sessionHere(Request request) {
    String server = Fields.of(request.body()).text("server");
    return fleet
        .berth(server)
        .orElseThrow(() -> Failure.UNAVAILABLE.because(server + " is changing hands"))
        .upstream()
        .map(Upstream::session)
        .map(session -> Future.succeededFuture(describe(session)))
        .orElseThrow(() -> Failure.UNAVAILABLE.because(server + " is not connected"));
  }

  private static JsonObject describe(McpSession session) {
    JsonObject json =
        new JsonObject()
            .put("era", session.era().word())
            .put("protocol", session.protocolVersion())
            .put("serverInfo", session.serverInfo())
            .put("capabilities", session.capabilities());
    session.instructions().ifPresent(text -> json.put("instructions", text));
    return json;
  }
}
