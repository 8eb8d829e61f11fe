package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server of 2026-07-28, built on the official SDK. */
class ModernServerIT extends ConnectorFixture {
  private final Peers peers = new Peers();

  @AfterEach
  void stopPeers() {
    peers.close();
  }

  @Test
  void a_modern_only_server_is_found_over_stdio() {
    speaksModern(connect(Peers.modernStdio("reject")));
  }

  @Test
  void a_modern_only_server_is_found_over_http() {
    speaksModern(connect(peers.modernHttp("reject")));
  }

  @Test
  void a_server_of_both_eras_is_spoken_to_in_the_modern_one_over_stdio() {
    assertEquals(Era.MODERN, connect(Peers.modernStdio("serve")).era());
  }

  @Test
  void a_server_of_both_eras_is_spoken_to_in_the_modern_one_over_http() {
    assertEquals(Era.MODERN, connect(peers.modernHttp("serve")).era());
  }

  @Test
  void progress_reaches_its_caller_over_http() {
    hearsProgress(connect(peers.modernHttp("reject")));
  }

  @Test
  void progress_reaches_its_caller_over_stdio() {
    hearsProgress(connect(Peers.modernStdio("reject")));
  }

  @Test
  void an_unknown_method_is_an_error_of_the_call_not_of_the_server() {
    McpSession session = connect(peers.modernHttp("reject"));
    McpException failure = Wait.failure(session.request("no/such", null, SOON));
    assertEquals(McpException.Kind.RPC_ERROR, failure.kind());
    assertEquals(JsonRpc.METHOD_NOT_FOUND, failure.rpcCode().orElse(0));
    assertEquals(3, tools(session));
  }

  private void speaksModern(McpSession session) {
    assertEquals(Era.MODERN, session.era());
    assertEquals(Revisions.MODERN, session.protocolVersion());
    assertEquals("omnibus-modern-peer", session.serverInfo().getString("name"));
    assertEquals(3, tools(session));
    ProbeAnswer answer = Wait.on(session.probe(Duration.ofSeconds(30)));
    assertEquals("server/discover", answer.sent());
    assertEquals("result", answer.received());
    JsonObject named = call("grüße", new JsonObject());
    assertEquals("hallo", text(Wait.on(session.request("tools/call", named, SOON))));
    Wait.on(session.close());
  }

  private void hearsProgress(McpSession session) {
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    RequestOptions options = new RequestOptions(Duration.ofSeconds(60), heard::add);
    JsonObject count = call("count", new JsonObject().put("to", 5));
    assertEquals("5", text(Wait.on(session.request("tools/call", count, options))));
    assertEquals(5, heard.size());
  }
}
