package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.Owners;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What operators ask for, on any node: goes to the owner of the server, over at most one forward. A
 * node that was forwarded to and does not own the server says so instead of passing it on.
 */
final class Commands {

  private static final Duration CONTROL = Duration.ofSeconds(5);

  private final Bus bus;
  private final LiveConfig config;
  private final Owners owners;
  private final Fleet fleet;

  Commands(Bus bus, Membership membership, LiveConfig config, ServerBoard board, Fleet fleet) {
    this.bus = bus;
    this.owners = new Owners(membership, board);
    this.config = config;
    this.fleet = fleet;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    bus.answer(Addresses.COMMAND_SERVER_START, request -> control("start", request));
    bus.answer(Addresses.COMMAND_SERVER_STOP, request -> control("stop", request));
    bus.answer(Addresses.COMMAND_SERVER_RESTART, request -> control("restart", request));
    return Future.all(
            bus.answerNode(Addresses.CONTROL, this::controlHere).completion(),
            bus.answerNode(Addresses.MCP_SESSION, this::sessionHere).completion())
        .mapEmpty();
  }

  /** {@code {"server":"files"}}, or {@code {"server":"files","replica":2}} for one of several. */
  private Future<JsonObject> control(String word, Request request) {
    String meant = Replica.meant(Fields.of(request.body()));
    ServerSpec spec = config.owned().get(meant);
    return spec != null && spec.isGroup()
        ? controlAll(word, spec, request.caller())
        : control(word, meant, request.caller());
  }

  private Future<JsonObject> controlAll(String word, ServerSpec group, JsonObject caller) {
    return Future.join(
            group.members().stream().map(one -> control(word, one.name(), caller)).toList())
        .map(new JsonObject().put("server", group.name()).put("accepted", true));
  }

  private Future<JsonObject> control(String word, String server, JsonObject caller) {
    JsonObject body = new JsonObject().put("server", server).put("do", word);
    return toOwner(server, Addresses.CONTROL, body, caller, CONTROL);
  }

  private Future<JsonObject> toOwner(
      String server, String word, JsonObject body, JsonObject caller, Duration deadline) {
    if (!config.owned().containsKey(server)) {
      return Future.failedFuture(Failure.NOT_FOUND.because("there is no server '" + server + "'"));
    }
    return owners
        .of(server)
        .map(owner -> bus.askNode(owner.toString(), word, body, caller, deadline))
        .orElseGet(() -> Future.failedFuture(Failure.UNAVAILABLE.because(null)));
  }

  private Future<JsonObject> controlHere(Request request) {
    Fields f = Fields.of(request.body());
    Berth berth = berth(f.text("server"));
    if (!berth.enabled()) {
      throw Failure.CONFLICT.because(f.text("server") + " is disabled in the configuration");
    }
    switch (f.text("do")) {
      case "start" -> berth.start();
      case "stop" -> berth.stop();
      case "restart" -> berth.restart();
      default -> throw Failure.BAD_REQUEST.because("'do' is none of start, stop, restart");
    }
    return Future.succeededFuture(
        new JsonObject().put("server", f.text("server")).put("accepted", true));
  }

  /**
   * {@code {"server":"files"}} → {@code {"era":"legacy","protocol":"2025-11-25","serverInfo":{...},
   * "capabilities":{...},"instructions":"..."}}.
   */
  private Future<JsonObject> sessionHere(Request request) {
    String server = Fields.of(request.body()).text("server");
    return berth(server)
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

  private Berth berth(String server) {
    return fleet.berth(server).orElseThrow(() -> notHere(server));
  }

  private static BusException notHere(String server) {
    return Failure.UNAVAILABLE.because(server + " is changing hands");
  }
}
