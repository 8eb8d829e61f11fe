package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.mcp.McpException;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What operators and agents ask for, on any node: goes to the owner of the server, over at most one
 * forward. A node that was forwarded to and does not own the server says so instead of passing it
 * on.
 *
 * <p>{@code command.tool.call {"server":"files","tool":"read","arguments":{},"timeoutMs":60000}} →
 * {@code {"result":{"content":[...]}}}; a result with {@code isError} is a result like any other.
 */
final class Commands {

  private static final int CALL_MS = 60_000;
  private static final int LONGEST_CALL_MS = 600_000;
  private static final int LIST_MS = 15_000;
  private static final Duration CONTROL = Duration.ofSeconds(5);

  /** What the way to the owner and back may take on top of the call itself. */
  private static final Duration WAY = Duration.ofSeconds(1);

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig config;
  private final ServerBoard board;
  private final Fleet fleet;
  private final Samples samples;

  Commands(
      Bus bus,
      Membership membership,
      LiveConfig config,
      ServerBoard board,
      Fleet fleet,
      Samples samples) {
    this.samples = samples;
    this.board = board;
    this.bus = bus;
    this.membership = membership;
    this.config = config;
    this.fleet = fleet;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    bus.answer(Addresses.COMMAND_SERVER_START, request -> control("start", request));
    bus.answer(Addresses.COMMAND_SERVER_STOP, request -> control("stop", request));
    bus.answer(Addresses.COMMAND_SERVER_RESTART, request -> control("restart", request));
    bus.answer(Addresses.COMMAND_TOOL_CALL, this::call);
    bus.answer(Addresses.QUERY_TOOL_LIST, this::tools);
    return Future.all(
            bus.answerNode(Addresses.CONTROL, this::controlHere).completion(),
            bus.answerNode(Addresses.MCP_REQUEST, this::sendHere).completion())
        .mapEmpty();
  }

  private Future<JsonObject> control(String word, Request request) {
    String server = Fields.of(request.body()).text("server");
    JsonObject body = new JsonObject().put("server", server).put("do", word);
    return toOwner(server, Addresses.CONTROL, body, request.caller(), CONTROL);
  }

  private Future<JsonObject> call(Request request) {
    Fields f = Fields.of(request.body());
    JsonObject params =
        new JsonObject()
            .put("name", f.text("tool"))
            .put("arguments", f.json().getJsonObject("arguments", new JsonObject()));
    return send(f.text("server"), "tools/call", params, request.caller(), timeout(f, CALL_MS));
  }

  private Future<JsonObject> tools(Request request) {
    Fields f = Fields.of(request.body());
    Duration timeout = timeout(f, LIST_MS);
    String server = f.text("server");
    return new Listing(
            "tools",
            params ->
                send(server, "tools/list", params, request.caller(), timeout)
                    .map(answer -> answer.getJsonObject("result")))
        .all()
        .map(tools -> new JsonObject().put("tools", tools));
  }

  private Future<JsonObject> send(
      String server, String method, JsonObject params, JsonObject caller, Duration timeout) {
    JsonObject body =
        new JsonObject()
            .put("server", server)
            .put("method", method)
            .put("params", params)
            .put("timeoutMs", timeout.toMillis());
    return toOwner(server, Addresses.MCP_REQUEST, body, caller, timeout.plus(WAY));
  }

  private Future<JsonObject> toOwner(
      String server, String word, JsonObject body, JsonObject caller, Duration deadline) {
    if (!config.servers().containsKey(server)) {
      return Future.failedFuture(Failure.NOT_FOUND.because("there is no server '" + server + "'"));
    }
    return owner(server)
        .map(owner -> bus.askNode(owner.toString(), word, body, caller, deadline))
        .orElseGet(() -> Future.failedFuture(Failure.UNAVAILABLE.because(null)));
  }

  /** Who speaks for the server, as long as it lives; else who will. */
  private Optional<NodeId> owner(String server) {
    List<NodeId> live = membership.live();
    return board
        .of(server)
        .map(status -> NodeId.of(status.claim().owner()))
        .filter(live::contains)
        .or(() -> Ownership.owner(server, live));
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

  private Future<JsonObject> sendHere(Request request) {
    Fields f = Fields.of(request.body());
    String server = f.text("server");
    return berth(server)
        .upstream()
        .orElseThrow(() -> Failure.UNAVAILABLE.because(server + " is not running"))
        .request(f.text("method"), f.object("params", json -> json), timeout(f, CALL_MS))
        .map(result -> new JsonObject().put("result", result))
        .recover(cause -> Future.failedFuture(named(cause)));
  }

  private Throwable named(Throwable cause) {
    return cause instanceof McpException known ? samples.failure(known) : cause;
  }

  private Berth berth(String server) {
    return fleet.berth(server).orElseThrow(() -> notHere(server));
  }

  private static BusException notHere(String server) {
    return Failure.UNAVAILABLE.because(server + " is changing hands");
  }

  private static Duration timeout(Fields f, int otherwise) {
    Integer wish = f.intOrNull("timeoutMs");
    int millis = wish == null ? otherwise : wish;
    if (millis < 1 || millis > LONGEST_CALL_MS) {
      throw new IllegalArgumentException("'timeoutMs' is 1 to " + LONGEST_CALL_MS);
    }
    return Duration.ofMillis(millis);
  }
}
