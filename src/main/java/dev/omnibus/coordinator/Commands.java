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
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

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
  private final LiveConfig config;
  private final Owners owners;
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
    bus.answer(Addresses.COMMAND_TOOL_CALL, this::call);
    bus.answer(Addresses.QUERY_TOOL_LIST, this::tools);
    return Future.all(
            bus.answerNode(Addresses.CONTROL, this::controlHere).completion(),
            bus.answerNode(Addresses.MCP_REQUEST, this::sendHere).completion(),
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
    String one = oneOf(server);
    JsonObject body =
        new JsonObject()
            .put("server", one)
            .put("method", method)
            .put("params", params)
            .put("timeoutMs", timeout.toMillis());
    return toOwner(one, Addresses.MCP_REQUEST, body, caller, timeout.plus(WAY))
        .compose(this::resultOnly);
  }

  /** Of several, the first that serves; what an operator asks is too little to be spread. */
  private String oneOf(String server) {
    ServerSpec spec = config.owned().get(server);
    if (spec == null || !spec.isGroup()) {
      return server;
    }
    List<String> names = spec.members().stream().map(ServerSpec::name).toList();
    return names.stream()
        .filter(name -> owners.board().of(name).filter(s -> s.state().serves()).isPresent())
        .findFirst()
        .orElse(names.get(0));
  }

  /** Who asks on the bus gets a server's refusal as a failure, in words. */
  private Future<JsonObject> resultOnly(JsonObject answer) {
    JsonObject error = answer.getJsonObject("error");
    return error == null
        ? Future.succeededFuture(answer)
        : Future.failedFuture(samples.failure(McpException.rpc(error)));
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

  private Future<JsonObject> sendHere(Request request) {
    Fields f = Fields.of(request.body());
    String server = f.text("server");
    return berth(server)
        .upstream()
        .orElseThrow(() -> Failure.UNAVAILABLE.because(server + " is not running"))
        .request(f.text("method"), f.object("params", json -> json), timeout(f, CALL_MS))
        .map(result -> new JsonObject().put("result", result))
        .recover(this::refused);
  }

  /** A server that says no has answered; everything else is a failure of the table. */
  private Future<JsonObject> refused(Throwable cause) {
    return cause instanceof McpException known
            && known.kind() == McpException.Kind.RPC_ERROR
            && known.rpcError().isPresent()
        ? Future.succeededFuture(new JsonObject().put("error", known.rpcError().get()))
        : Future.failedFuture(named(cause));
  }

  private Throwable named(Throwable cause) {
    return cause instanceof McpException known ? samples.failure(known) : cause;
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

  private static Duration timeout(Fields f, int otherwise) {
    Integer wish = f.intOrNull("timeoutMs");
    int millis = wish == null ? otherwise : wish;
    if (millis < 1 || millis > LONGEST_CALL_MS) {
      throw new IllegalArgumentException("'timeoutMs' is 1 to " + LONGEST_CALL_MS);
    }
    return Duration.ofMillis(millis);
  }
}
