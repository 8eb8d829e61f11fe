package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where answers arrive, and what is left when all is closed. */
class ConnectorIT extends ConnectorFixture {

  @Test
  void closing_the_connector_ends_every_process_and_session() {
    HostileServer server = Wait.on(new HostileServer(vertx).start());
    server.legacy("/mcp", (request, message) -> request.response().end());
    McpSession stdio = connect(Peers.odd("none"));
    McpSession http = connect(server.at("/mcp"));
    Wait.on(connector.close());
    assertFalse(Procs.exists(stdio.pid().orElseThrow()));
    assertEquals(CloseReason.Cause.CLOSED_BY_US, Wait.on(http.closed()).cause());
    Wait.until(() -> server.heard.contains("DELETE  s-1"));
  }

  @Test
  void an_answer_arrives_on_the_context_of_who_asked() {
    McpSession session = connect(Peers.odd("none"));
    Context asking = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();
    asking.runOnContext(
        v ->
            session
                .request("tools/list", null, SOON)
                .onSuccess(result -> answered.complete(Vertx.currentContext())));
    assertSame(asking, Wait.on(answered.future()));
  }

  @Test
  void a_session_lives_on_the_context_that_connected_it() {
    Context home = vertx.getOrCreateContext();
    Promise<Context> heard = Promise.promise();
    home.runOnContext(
        v ->
            connector
                .connect(Peers.odd("none"), ConnectOptions.within(Duration.ofSeconds(60)))
                .onSuccess(session -> heard.complete(Vertx.currentContext()))
                .onFailure(heard::fail));
    assertSame(home, Wait.on(heard.future()));
  }

  @Test
  void a_slow_server_does_not_hold_up_another() {
    McpSession slow = connect(Peers.odd("never-lists"));
    McpSession quick = connect(Peers.odd("none"));
    var hanging = slow.request("tools/list", null, RequestOptions.within(Duration.ofMinutes(1)));
    assertEquals(new JsonObject(), Wait.on(quick.request("ping", null, SOON)));
    assertFalse(hanging.isComplete());
    Wait.on(slow.close());
    assertTrue(hanging.failed());
  }
}
