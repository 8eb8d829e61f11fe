package dev.omnibus.gateway.talk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Owners;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** The servers as this node can reach them: over their owners, one forward at most. */
final class Servers {

  /** What the way to the owner and back may take on top of the request itself. */
  private static final Duration WAY = Duration.ofSeconds(1);

  private static final Duration SESSION = Duration.ofSeconds(5);

  private final Bus bus;
  private final Owners owners;
  private final ServerBoard board;
  private final LiveConfig live;

  Servers(Bus bus, Owners owners, LiveConfig live) {
    this.bus = bus;
    this.owners = owners;
    this.board = owners.board();
    this.live = live;
  }

  /** Those of the configuration, by name. */
  List<String> all() {
    return live.servers().keySet().stream().sorted().toList();
  }

  boolean exists(String server) {
    return live.servers().containsKey(server);
  }

  ServerState state(String server) {
    return board.of(server).map(ServerStatus::state).orElse(ServerState.UNKNOWN);
  }

  /** What the server's session says of itself. */
  Future<Description> describe(String server) {
    return ask(server, Addresses.MCP_SESSION, new JsonObject(), null, SESSION)
        .map(Description::ofSession);
  }

  /** The result of one request; fails with the server's own error as an {@link RpcException}. */
  Future<JsonObject> request(
      String server, String method, JsonObject params, Caller caller, Duration timeout) {
    JsonObject body =
        new JsonObject()
            .put("method", method)
            .put("params", params)
            .put("timeoutMs", Math.max(1, timeout.toMillis()));
    return ask(server, Addresses.MCP_REQUEST, body, caller.toJson(), timeout.plus(WAY))
        .compose(Servers::resultOf);
  }

  private Future<JsonObject> ask(
      String server, String word, JsonObject body, JsonObject caller, Duration deadline) {
    body.put("server", server);
    return owners
        .of(server)
        .map(owner -> bus.askNode(owner.toString(), word, body, caller, deadline))
        .orElseGet(() -> Future.failedFuture(Failure.UNAVAILABLE.because(null)));
  }

  private static Future<JsonObject> resultOf(JsonObject answer) {
    JsonObject error = answer.getJsonObject("error");
    return error == null
        ? Future.succeededFuture(answer.getJsonObject("result"))
        : Future.failedFuture(RpcException.ofServer(error));
  }
}
