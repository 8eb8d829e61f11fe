package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published servers, over each transport they have. */
class EverythingServerIT extends ConnectorFixture {
  private final Peers peers = new Peers();

  @AfterEach
  void stopPeers() {
    peers.close();
  }

  @Test
  void everything_speaks_legacy_over_stdio() {
    speaksLegacy(connect(Peers.everythingStdio()), TransportKind.STDIO);
  }

  @Test
  void everything_speaks_legacy_over_streamable_http() {
    speaksLegacy(connect(peers.everythingHttp()), TransportKind.HTTP);
  }

  @Test
  void everything_speaks_legacy_over_sse() {
    speaksLegacy(connect(peers.everythingSse()), TransportKind.SSE);
  }

  @Test
  void an_sse_server_configured_as_http_is_found() {
    SseEndpoint sse = peers.everythingSse();
    speaksLegacy(connect(Peers.http(sse.at().url().toString())), TransportKind.SSE);
  }

  @Test
  void filesystem_lists_its_fourteen_tools(@TempDir Path allowed) {
    McpSession session = connect(Peers.filesystemStdio(allowed));
    assertEquals(14, tools(session));
  }

  @Test
  void progress_reaches_its_caller_over_stdio() {
    hearsProgress(connect(Peers.everythingStdio()));
  }

  @Test
  void progress_reaches_its_caller_over_streamable_http() {
    hearsProgress(connect(peers.everythingHttp()));
  }

  @Test
  void a_dead_http_server_refuses_and_a_restarted_one_has_expired_the_session() {
    McpSession session = connect(peers.everythingHttp());
    peers.killLast();
    Wait.until(() -> refuses(session));
    peers.startLastAgain();
    McpException gone = Wait.failure(session.probe(Duration.ofSeconds(30)));
    assertEquals(McpException.Kind.SESSION_EXPIRED, gone.kind());
    assertEquals(CloseReason.Cause.SESSION_EXPIRED, Wait.on(session.closed()).cause());
  }

  @Test
  void the_end_of_an_sse_stream_closes_the_session() {
    McpSession session = connect(peers.everythingSse());
    peers.killLast();
    assertEquals(CloseReason.Cause.STREAM_ENDED, Wait.on(session.closed()).cause());
  }

  @Test
  void many_calls_at_once_over_http_each_get_their_own_answer() {
    McpSession session = connect(peers.everythingHttp());
    List<Future<JsonObject>> calls =
        IntStream.range(0, 40)
            .mapToObj(i -> session.request("tools/call", echo("n" + i), SOON))
            .toList();
    for (int i = 0; i < calls.size(); i++) {
      assertEquals("Echo: n" + i, text(Wait.on(calls.get(i))));
    }
  }

  /** The first probe may still find the connection that is just breaking. */
  private static boolean refuses(McpSession session) {
    McpException failure = Wait.failure(session.probe(Duration.ofSeconds(30)));
    return failure.kind() == McpException.Kind.REFUSED;
  }

  private void speaksLegacy(McpSession session, TransportKind transport) {
    assertEquals(Era.LEGACY, session.era());
    assertEquals(transport, session.transport());
    assertEquals(Revisions.NEWEST_LEGACY, session.protocolVersion());
    assertTrue(session.serverInfo().getString("name").contains("everything"));
    assertEquals(13, tools(session));
    ProbeAnswer answer = Wait.on(session.probe(Duration.ofSeconds(30)));
    assertEquals("ping", answer.sent());
    assertEquals("result", answer.received());
    assertTrue(answer.latencyNanos() > 0);
    assertEquals("Echo: grüße", text(Wait.on(session.request("tools/call", echo("grüße"), SOON))));
    Wait.on(session.close());
    assertEquals(CloseReason.Cause.CLOSED_BY_US, Wait.on(session.closed()).cause());
  }

  private void hearsProgress(McpSession session) {
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    JsonObject arguments = new JsonObject().put("duration", 1).put("steps", 3);
    RequestOptions options = new RequestOptions(Duration.ofSeconds(60), heard::add);
    Wait.on(
        session.request("tools/call", call("trigger-long-running-operation", arguments), options));
    assertEquals(3, heard.size());
  }

  private static JsonObject echo(String message) {
    return call("echo", new JsonObject().put("message", message));
  }
}
