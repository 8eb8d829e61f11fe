package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire to a server of 2026-07-28. */
class ModernHttpIT extends ConnectorFixture {
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
  private final Promise<Void> streamClosed = Promise.promise();
  private McpSession session;

  @BeforeEach
  void connectToServer() {
    HostileServer server = Wait.on(new HostileServer(vertx).start());
    server.on("/mcp", request -> request.bodyHandler(b -> answer(request, b.toJsonObject())));
    session = connect(server.at("/mcp"));
    headers.clear();
    messages.clear();
  }

  @Test
  void headers_repeat_version_method_and_name() {
    Wait.on(session.request("tools/call", call("grüße", new JsonObject()), SOON));
    assertEquals(List.of("2026-07-28 tools/call =?base64?Z3LDvMOfZQ==?= null"), headers);
  }

  @Test
  void a_method_without_a_name_has_no_name_header() {
    Wait.on(session.request("tools/list", null, SOON));
    assertEquals(List.of("2026-07-28 tools/list null null"), headers);
  }

  @Test
  void each_request_says_who_asks_and_keeps_the_meta_it_had() {
    JsonObject meta = new JsonObject().put("traceparent", "00-1");
    Wait.on(session.request("tools/list", new JsonObject().put("_meta", meta), SOON));
    JsonObject sent = messages.get(0).getJsonObject("params").getJsonObject("_meta");
    assertEquals("00-1", sent.getString("traceparent"));
    assertEquals("2026-07-28", sent.getString("io.modelcontextprotocol/protocolVersion"));
    assertEquals(
        "omnibus-test", sent.getJsonObject("io.modelcontextprotocol/clientInfo").getString("name"));
  }

  @Test
  void giving_up_closes_the_stream_and_sends_nothing() {
    RequestOptions brief = RequestOptions.within(Duration.ofMillis(150));
    assertEquals(Kind.TIMEOUT, Wait.failure(session.request("hang", null, brief)).kind());
    Wait.on(streamClosed.future());
    assertEquals(1, messages.size());
  }

  @Test
  void an_error_reply_is_a_sign_of_life() {
    JsonObject gone = new JsonObject().put("gone", true);
    Wait.on(session.request("forget", gone, SOON));
    assertEquals("error -32601: no", Wait.on(session.probe(Duration.ofSeconds(30))).received());
  }

  private boolean forgotten;

  private void answer(HttpServerRequest request, JsonObject message) {
    messages.add(message);
    headers.add(
        request.getHeader("MCP-Protocol-Version")
            + " "
            + request.getHeader("Mcp-Method")
            + " "
            + request.getHeader("Mcp-Name")
            + " "
            + request.getHeader("Mcp-Session-Id"));
    Object id = message.getValue("id");
    switch (message.getString("method")) {
      case "hang" -> {
        request.connection().closeHandler(v -> streamClosed.tryComplete());
        HostileServer.stream(request).write(": working\n\n");
      }
      case "server/discover" -> {
        JsonArray versions = new JsonArray().add(Revisions.MODERN);
        JsonObject known = new JsonObject().put("supportedVersions", versions);
        if (forgotten) {
          HostileServer.json(request, 404, JsonRpc.error(id, -32601, "no").encode());
        } else {
          HostileServer.json(request, 200, JsonRpc.result(id, known).encode());
        }
      }
      default -> {
        forgotten = message.getString("method").equals("forget");
        JsonObject done = new JsonObject().put("resultType", "complete");
        HostileServer.json(request, 200, JsonRpc.result(id, done).encode());
      }
    }
  }
}
