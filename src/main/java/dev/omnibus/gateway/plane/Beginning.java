package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * {@code initialize} of a legacy agent: what it talks with says what it is, and a session begins.
 * The way is there before the session, so that the session knows with which life of the server it
 * began.
 */
final class Beginning {

  private final Environment environment;
  private final Conversations conversations;
  private final Guest guest;
  private final Envelope initialize;
  private final Outlet outlet;

  Beginning(
      Environment environment,
      Conversations conversations,
      Guest guest,
      Envelope initialize,
      Outlet outlet) {
    this.environment = environment;
    this.conversations = conversations;
    this.guest = guest;
    this.initialize = initialize;
    this.outlet = outlet;
  }

  void start() {
    environment.doors().open(guest).onComplete(this::opened);
  }

  private void opened(AsyncResult<Way> open) {
    if (open.failed()) {
      fail(new Mishap(open.cause(), false).forAgent());
      return;
    }
    Way way = open.result();
    String id =
        environment
            .sessions()
            .begin(
                guest.session(),
                guest.name(),
                guest.caller(),
                Long.toString(way.generation()),
                initialize.raw("params"),
                way.replica())
            .orElse(null);
    if (id == null) {
      way.close();
      fail(RpcException.own(400, "'initialize' says more than a session id can hold"));
    } else {
      answer(id, way);
    }
  }

  private void answer(String id, Way way) {
    Caller caller = guest.caller();
    conversations.adopt(environment.sessions().known(id, guest.name(), caller), guest, way);
    JsonObject described = way.described();
    String version =
        EraRules.spoken(
            initialize.text("params", "protocolVersion"),
            String.valueOf(described.getValue("protocolVersion")));
    JsonObject result = described.copy().put("protocolVersion", version);
    outlet.header("Mcp-Session-Id", id);
    outlet.json(
        200,
        Buffer.buffer(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + initialize.id()
                + ",\"result\":"
                + result.encode()
                + "}"));
  }

  private void fail(RpcException why) {
    outlet.refuse(why.status(false), initialize.id(), why);
  }
}
