package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The finer rules of legacy sessions over HTTP. */
class LegacyHttpIT extends ConnectorFixture {
  private HostileServer server;

  @BeforeEach
  void startServer() {
    server = Wait.on(new HostileServer(vertx).start());
  }

  @Test
  void a_404_in_a_session_means_expired() {
    server.legacy("/mcp", (request, message) -> HostileServer.json(request, 404, "{}"));
    assertExpired();
  }

  @Test
  void a_400_in_a_session_means_expired() {
    server.legacy(
        "/mcp",
        (request, message) ->
            HostileServer.json(request, 400, JsonRpc.error(null, -32000, "no session").encode()));
    assertExpired();
  }

  @Test
  void a_400_about_the_params_is_an_error_of_the_call() {
    server.legacy(
        "/mcp",
        (request, message) ->
            HostileServer.json(
                request,
                400,
                JsonRpc.error(message.getValue("id"), JsonRpc.INVALID_PARAMS, "bad").encode()));
    McpException failure = Wait.failure(connect(server.at("/mcp")).request("x", null, SOON));
    assertEquals(Kind.RPC_ERROR, failure.kind());
    assertEquals(JsonRpc.INVALID_PARAMS, failure.rpcCode().orElse(0));
  }

  @Test
  void closing_deletes_the_session() {
    server.legacy("/mcp", (request, message) -> request.response().end());
    Wait.on(connect(server.at("/mcp")).close());
    assertTrue(server.heard.contains("DELETE  s-1"), server.heard.toString());
  }

  @Test
  void a_connect_that_fails_after_initialize_deletes_the_session() {
    server.on(
        "/mcp",
        request ->
            request.bodyHandler(
                body -> {
                  server.heard.add(request.method().name());
                  request.response().putHeader("Mcp-Session-Id", "s-2");
                  JsonObject old = new JsonObject().put("protocolVersion", "1999-01-01");
                  HostileServer.json(
                      request,
                      200,
                      body.toString().contains("\"initialize\"")
                          ? JsonRpc.result(body.toJsonObject().getValue("id"), old).encode()
                          : "{}");
                }));
    McpException failure = refused(server.at("/mcp"), Duration.ofSeconds(60));
    assertEquals(Kind.INCOMPATIBLE, failure.kind());
    Wait.until(() -> server.heard.contains("DELETE"));
  }

  @Test
  void a_server_may_ping_us_in_the_middle_of_a_call() {
    asksBack("ping", answer -> answer.getValue("result").equals(new JsonObject()));
  }

  @Test
  void what_else_a_server_asks_is_declined() {
    asksBack(
        "sampling/createMessage",
        answer -> answer.getJsonObject("error").getInteger("code") == JsonRpc.METHOD_NOT_FOUND);
  }

  @Test
  void a_stream_that_ends_early_is_taken_up_again() {
    AtomicReference<Object> id = new AtomicReference<>();
    server.legacy(
        "/mcp",
        (request, message) -> {
          if (request.method() == HttpMethod.GET) {
            assertEquals("e-1", request.getHeader("Last-Event-ID"));
            HostileServer.stream(request)
                .end(HostileServer.event(JsonRpc.result(id.get(), new JsonObject().put("a", 1))));
          } else {
            id.set(message.getValue("id"));
            HostileServer.stream(request).end("id: e-1\nretry: 10\ndata:\n\n");
          }
        });
    McpSession session = connect(server.at("/mcp"));
    assertEquals(1, Wait.on(session.request("slow", null, SOON)).getInteger("a"));
  }

  @Test
  void an_answer_that_comes_too_late_is_nobodys() {
    List<HttpServerResponse> held = new ArrayList<>();
    server.legacy(
        "/mcp",
        (request, message) -> {
          if ("slow".equals(message.getString("method"))) {
            held.add(request.response());
          } else {
            HostileServer.json(
                request, 200, JsonRpc.result(message.getValue("id"), new JsonObject()).encode());
          }
        });
    McpSession session = connect(server.at("/mcp"));
    RequestOptions brief = RequestOptions.within(Duration.ofMillis(150));
    assertEquals(Kind.TIMEOUT, Wait.failure(session.request("slow", null, brief)).kind());
    assertEquals("result", Wait.on(session.probe(Duration.ofSeconds(30))).received());
    Wait.until(() -> server.heard.contains("POST notifications/cancelled s-1"));
  }

  @Test
  void fifty_open_streams_do_not_hold_up_a_probe() {
    server.legacy(
        "/mcp",
        (request, message) -> {
          if ("wait".equals(message.getString("method"))) {
            HostileServer.stream(request).write(": open\n\n");
          } else {
            HostileServer.json(
                request, 200, JsonRpc.result(message.getValue("id"), new JsonObject()).encode());
          }
        });
    McpSession session = connect(server.at("/mcp"));
    List<Future<JsonObject>> open = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      open.add(session.request("wait", null, RequestOptions.within(Duration.ofMinutes(1))));
    }
    assertEquals("result", Wait.on(session.probe(Duration.ofSeconds(30))).received());
    Wait.on(session.close());
    open.forEach(call -> assertEquals(Kind.CLOSED, Wait.failure(call).kind()));
  }

  private void asksBack(String method, Predicate<JsonObject> expected) {
    AtomicReference<HttpServerResponse> open = new AtomicReference<>();
    AtomicReference<Object> id = new AtomicReference<>();
    server.legacy(
        "/mcp",
        (request, message) -> {
          if ("ask".equals(message.getString("method"))) {
            id.set(message.getValue("id"));
            open.set(HostileServer.stream(request));
            open.get().write(HostileServer.event(JsonRpc.request(77, method, null)));
          } else {
            request.response().setStatusCode(202).end();
            boolean right = message.getInteger("id") == 77 && expected.test(message);
            JsonObject result = new JsonObject().put("right", right);
            open.get().end(HostileServer.event(JsonRpc.result(id.get(), result)));
          }
        });
    McpSession session = connect(server.at("/mcp"));
    assertTrue(Wait.on(session.request("ask", null, SOON)).getBoolean("right"));
  }

  private void assertExpired() {
    McpSession session = connect(server.at("/mcp"));
    assertEquals(Kind.SESSION_EXPIRED, Wait.failure(session.probe(Duration.ofSeconds(30))).kind());
    assertEquals(CloseReason.Cause.SESSION_EXPIRED, Wait.on(session.closed()).cause());
  }
}
